/** The step behind the workflow `delete-template`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { byId } from "../../../modules/mail/shapes"
import { check } from "../../../modules/mail/shapes/check"
import { mailModule } from "../../mail-module"
import { type ByActor, told } from "../../told"

export interface DeleteTemplateInput extends ByActor {
  id: string
}

export const deleteTemplateStepId = "delete-template"

/** Deletes a template. Not compensated: let it be the last step of a workflow. */
export const deleteTemplateStep = createStep(
  deleteTemplateStepId,
  async (given: DeleteTemplateInput, { container }) => {
    const { input } = await told(container, given, "update")
    const { id } = check(byId, input)
    await mailModule(container).deleteTemplate(id)
    return new StepResponse({ id })
  }
)
