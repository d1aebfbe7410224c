/** The step behind the workflow `delete-template`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { mailModule } from "../../mail-module"

export interface DeleteTemplateInput {
  id: string
}

export const deleteTemplateStepId = "delete-template"

/** Deletes a template. Not compensated: let it be the last step of a workflow. */
export const deleteTemplateStep = createStep(
  deleteTemplateStepId,
  async ({ id }: DeleteTemplateInput, { container }) => {
    await mailModule(container).deleteTemplate(id)
    return new StepResponse({ id })
  }
)
