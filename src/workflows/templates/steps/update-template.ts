/** The step behind the workflow `update-template`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { TemplateInput } from "../../../modules/mail/templates"
import { mailModule } from "../../mail-module"

export interface UpdateTemplateInput {
  id: string
  /** What is left out stays. */
  changes: Partial<Omit<TemplateInput, "kind">>
}

export const updateTemplateStepId = "update-template"

/** Changes a template. */
export const updateTemplateStep = createStep(
  updateTemplateStepId,
  async ({ id, changes }: UpdateTemplateInput, { container }) => {
    const mail = mailModule(container)
    const { name, subject, body, header, footer, format, locale } = await mail.getTemplate(id)
    const before = { name, subject, body, header, footer, format, locale }
    return new StepResponse(await mail.updateTemplate(id, changes), { id, before })
  },
  async (undo, { container }) => {
    if (undo) {
      await mailModule(container).updateTemplate(undo.id, undo.before)
    }
  }
)
