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

export interface CancelMailingInput extends ByActor {
  id: string
}

export const cancelMailingStepId = "cancel-mailing"

/** Nothing more is sent. Not compensated: a cancelled mailing never starts again. */
export const cancelMailingStep = createStep(
  cancelMailingStepId,
  async (given: CancelMailingInput, { container }) => {
    const { input } = await separateActor(container, given, "send")
    const { id } = check(byId, input)
    return new StepResponse(await mailModule(container).cancelMailing(id))
  }
)

export const cancelMailingWorkflowId = "mail-delivery-cancel-mailing"

/**
 * Ends a mailing for good; what has not been sent becomes skipped and gives its places in the quota back.
 *
 * @throws MedusaError `not_allowed` naming the state.
 *
 * @example
 * await cancelMailingWorkflow(container).run({ input: { id: "mling_123" } })
 */
export const cancelMailingWorkflow = createWorkflow(
  cancelMailingWorkflowId,
  (input: WorkflowData<CancelMailingInput>) => {
    return new WorkflowResponse(cancelMailingStep(input))
  }
)
