/** The workflow `update-mailing`: one step, so that other workflows can run it as theirs. */
import { createWorkflow, type WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { type UpdateMailingInput, updateMailingStep } from "./steps/update-mailing"

export const updateMailingWorkflowId = "mail-delivery-update-mailing"

/**
 * Changes the draft of a mailing, a refused one, or a scheduled one that the same call takes off the schedule.
 *
 * @throws MedusaError `not_allowed` naming the state.
 *
 * @example
 * await updateMailingWorkflow(container).run({
 *   input: { id: "mling_123", changes: { audience: { customer_ids: ["cus_123"] }, scheduled_at: null } },
 * })
 */
export const updateMailingWorkflow = createWorkflow(
  updateMailingWorkflowId,
  (input: WorkflowData<UpdateMailingInput>) => {
    return new WorkflowResponse(updateMailingStep(input))
  }
)
