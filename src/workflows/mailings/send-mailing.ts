/** The workflow `send-mailing`: one step, so that other workflows can run it as theirs. */
import { createWorkflow, type WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { type SendMailingInput, sendMailingStep } from "./steps/send-mailing"

export const sendMailingWorkflowId = "mail-delivery-send-mailing"

/**
 * Sends a mailing, now or at a time. It returns at once; the dispatchers of the worker processes send.
 *
 * @throws MedusaError `invalid_data` naming what is wrong in content, audience or time; `not_allowed` naming
 *   the state, or the numbers if the quota does not reach. The draft then stays as it was.
 *
 * @example
 * const { result: mailing } = await sendMailingWorkflow(container).run({
 *   input: { id: "mling_123", scheduled_at: "2030-01-01T09:00:00+09:00" },
 * })
 */
export const sendMailingWorkflow = createWorkflow(
  sendMailingWorkflowId,
  (input: WorkflowData<SendMailingInput>) => {
    return new WorkflowResponse(sendMailingStep(input))
  }
)
