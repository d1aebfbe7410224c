/** The step behind the workflow `create-template`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { TemplateInput } from "../../../modules/mail/templates"
import { mailModule } from "../../mail-module"

export type CreateTemplateInput = TemplateInput

export const createTemplateStepId = "create-template"

/** Stores a template. */
export const createTemplateStep = createStep(
  createTemplateStepId,
  async (input: CreateTemplateInput, { container }) => {
    const template = await mailModule(container).createTemplate(input)
    return new StepResponse(template, template.id)
  },
  async (id, { container }) => {
    if (id) {
      await mailModule(container).deleteTemplate(id)
    }
  }
)
