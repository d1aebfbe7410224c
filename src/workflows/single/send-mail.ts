import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { type ByActor, separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import type { SingleMailInput } from "../../modules/mail/deliveries/single"

export type SendMailInput = SingleMailInput & ByActor

export const sendMailStepId = "send-mail"

/** Sends one mail. Not compensated: mail that has left cannot be called back. */
export const sendMailStep = createStep(sendMailStepId, async (given: SendMailInput, { container }) => {
  const { input } = await separateActor(container, given, "send")
  return new StepResponse(await mailModule(container).sendSingleMail(input))
})

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
