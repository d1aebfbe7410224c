/** The step behind the workflow `create-template`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { TemplateInput } from "../../../modules/mail/templates"
import { mailModule } from "../../mail-module"
import { type ByActor, told } from "../../told"

export type CreateTemplateInput = TemplateInput & ByActor

export const createTemplateStepId = "create-template"

/** Stores a template. */
export const createTemplateStep = createStep(
  createTemplateStepId,
  async (given: CreateTemplateInput, { container }) => {
    const { input } = await told(container, given, "update")
    const template = await mailModule(container).createTemplate(input)
    return new StepResponse(template, template.id)
  },
  async (id, { container }) => {
    if (id) {
      await mailModule(container).deleteTemplate(id)
    }
  }
)
