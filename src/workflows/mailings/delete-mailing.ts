/** The workflow `delete-mailing`: one step, so that other workflows can run it as theirs. */
import { createWorkflow, type WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { type DeleteMailingInput, deleteMailingStep } from "./steps/delete-mailing"

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
