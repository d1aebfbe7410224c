/** The workflow `send-mail`: one step, so that other workflows can run it as theirs. */
import { createWorkflow, type WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { type SendMailInput, sendMailStep } from "./steps/send-mail"

export const sendMailWorkflowId = "mail-delivery-send-mail"

/**
 * Sends one templated mail to one address, outside quota and consent: for what a customer waits for. The same
 * `idempotency_key` never sends twice; the second call answers with the first one's delivery.
 *
 * @throws MedusaError `invalid_data` for an address that is none, a wrong template or a missing variable.
 *
 * @example
 * const { result } = await sendMailWorkflow(container).run({
 *   input: {
 *     to: "customer@example.com",
 *     content: { subject: "Your ticket {{ ticket.id }}", body: "We have it.", format: "text" },
 *     variables: { ticket: { id: "T-1" } },
 *     idempotency_key: "ticket-received:T-1",
 *   },
 * })
 */
export const sendMailWorkflow = createWorkflow(sendMailWorkflowId, (input: WorkflowData<SendMailInput>) => {
  return new WorkflowResponse(sendMailStep(input))
})
