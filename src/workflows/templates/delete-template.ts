import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { type ByActor, separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import { byId } from "../../modules/mail/shapes"
import { check } from "../../modules/mail/shapes/check"

export interface DeleteTemplateInput extends ByActor {
  id: string
}

export const deleteTemplateStepId = "delete-template"

/** Deletes a template. Not compensated: let it be the last step of a workflow. */
export const deleteTemplateStep = createStep(
  deleteTemplateStepId,
  async (given: DeleteTemplateInput, { container }) => {
    const { input } = await separateActor(container, given, "update")
    const { id } = check(byId, input)
    await mailModule(container).deleteTemplate(id)
    return new StepResponse({ id })
  }
)

export const deleteTemplateWorkflowId = "mail-delivery-delete-template"

/**
 * Deletes a template. Mailings made from it keep their own words.
 *
 * @throws MedusaError `not_found`
 *
 * @example
 * await deleteTemplateWorkflow(container).run({ input: { id: "mtpl_123" } })
 */
export const deleteTemplateWorkflow = createWorkflow(
  deleteTemplateWorkflowId,
  (input: WorkflowData<DeleteTemplateInput>) => {
    return new WorkflowResponse(deleteTemplateStep(input))
  }
)
