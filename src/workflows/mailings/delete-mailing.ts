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

export interface DeleteMailingInput extends ByActor {
  id: string
}

export const deleteMailingStepId = "delete-mailing"

/** Deletes what was never sent. Not compensated: let it be the last step of a workflow. */
export const deleteMailingStep = createStep(
  deleteMailingStepId,
  async (given: DeleteMailingInput, { container }) => {
    const { input } = await separateActor(container, given, "update")
    const { id } = check(byId, input)
    await mailModule(container).deleteMailing(id)
    return new StepResponse({ id })
  }
)

export const deleteMailingWorkflowId = "mail-delivery-delete-mailing"

/**
 * Deletes a mailing that was never sent; history stays.
 *
 * @throws MedusaError `not_allowed` naming the state.
 *
 * @example
 * await deleteMailingWorkflow(container).run({ input: { id: "mling_123" } })
 */
export const deleteMailingWorkflow = createWorkflow(
  deleteMailingWorkflowId,
  (input: WorkflowData<DeleteMailingInput>) => {
    return new WorkflowResponse(deleteMailingStep(input))
  }
)
