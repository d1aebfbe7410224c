/** The workflow `retry-mailing`: one step, so that other workflows can run it as theirs. */
import { createWorkflow, type WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { type RetryMailingInput, retryMailingStep } from "./steps/retry-mailing"

export const retryMailingWorkflowId = "mail-delivery-retry-mailing"

/**
 * Sends the failed or the uncertain deliveries of a mailing once more. Failed ones take new places in this
 * month's quota.
 *
 * @throws MedusaError `not_allowed` naming the state, or the numbers if the quota does not reach.
 *
 * @example
 * await retryMailingWorkflow(container).run({ input: { id: "mling_123", states: ["failed"] } })
 */
export const retryMailingWorkflow = createWorkflow(
  retryMailingWorkflowId,
  (input: WorkflowData<RetryMailingInput>) => {
    return new WorkflowResponse(retryMailingStep(input))
  }
)
