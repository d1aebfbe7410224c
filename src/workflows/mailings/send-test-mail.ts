/** The workflow `send-test-mail`: one step, so that other workflows can run it as theirs. */
import { createWorkflow, type WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { type SendTestMailInput, sendTestMailStep } from "./steps/send-test-mail"

export const sendTestMailWorkflowId = "mail-delivery-send-test-mail"

/**
 * Sends one rendered sample of a mailing to an address, outside quota and counts.
 *
 * @throws MedusaError `invalid_data` for an address that is none and for errors in the content.
 *
 * @example
 * const { result: delivery } = await sendTestMailWorkflow(container).run({
 *   input: { mailing_id: "mling_123", to: "me@example.com", customer_id: "cus_123" },
 * })
 */
export const sendTestMailWorkflow = createWorkflow(
  sendTestMailWorkflowId,
  (input: WorkflowData<SendTestMailInput>) => {
    return new WorkflowResponse(sendTestMailStep(input))
  }
)
