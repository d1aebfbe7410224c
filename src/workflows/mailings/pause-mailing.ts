/** The workflow `pause-mailing`: one step, so that other workflows can run it as theirs. */
import { createWorkflow, type WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { type PauseMailingInput, pauseMailingStep } from "./steps/pause-mailing"

export const pauseMailingWorkflowId = "mail-delivery-pause-mailing"

/**
 * Stops sending a mailing; what is on a connection is still recorded.
 *
 * @throws MedusaError `not_allowed` naming the state.
 *
 * @example
 * await pauseMailingWorkflow(container).run({ input: { id: "mling_123" } })
 */
export const pauseMailingWorkflow = createWorkflow(
  pauseMailingWorkflowId,
  (input: WorkflowData<PauseMailingInput>) => {
    return new WorkflowResponse(pauseMailingStep(input))
  }
)
