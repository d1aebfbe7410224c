/** The step behind the workflow `update-template`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { byId, templateChanges } from "../../../modules/mail/shapes"
import { check } from "../../../modules/mail/shapes/check"
import type { TemplateChanges } from "../../../modules/mail/templates"
import { mailModule } from "../../mail-module"
import { type ByActor, told } from "../../told"

export interface UpdateTemplateInput extends ByActor {
  id: string
  /** What is left out stays. */
  changes: TemplateChanges
}

export const updateTemplateStepId = "update-template"

const shape = byId.extend({ changes: templateChanges })

/** Changes a template. */
export const updateTemplateStep = createStep(
  updateTemplateStepId,
  async (given: UpdateTemplateInput, { container }) => {
    const { input } = await told(container, given, "update")
    const { id, changes } = check(shape, input)
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
