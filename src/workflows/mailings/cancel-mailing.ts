/** The workflow `cancel-mailing`: one step, so that other workflows can run it as theirs. */
import { createWorkflow, type WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { type CancelMailingInput, cancelMailingStep } from "./steps/cancel-mailing"

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
