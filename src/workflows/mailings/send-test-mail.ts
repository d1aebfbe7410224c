import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { type ByActor, separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import { type OneDocument, oneDocument } from "../../documents/one-document"
import { id, sample, sampleOf } from "../../modules/mail/shapes"
import { check } from "../../modules/mail/shapes/check"

/** With the data of a member or of one document, as the mailing is for; without either, of an example. */
export interface SendTestMailInput extends OneDocument, ByActor {
  mailing_id: string
  to: string
  customer_id?: string
}

export const sendTestMailStepId = "send-test-mail"

const shape = sample.extend({ mailing_id: id })

/** Sends one sample. Not compensated: mail that has left cannot be called back. */
export const sendTestMailStep = createStep(
  sendTestMailStepId,
  async (given: SendTestMailInput, { container }) => {
    const { input, actorId } = await separateActor(container, given, "send")
    const { mailing_id, to, ...named } = check(shape, input)
    const mail = mailModule(container)
    const { content } = await mail.getMailing(mailing_id)
    const { customer_id, ...documents }: SampleNames = check(sampleOf(content), named)
    const document = await oneDocument(container, documents)
    return new StepResponse(await mail.sendSample(mailing_id, { to, customer_id, document }, actorId))
  }
)

type SampleNames = Pick<SendTestMailInput, "customer_id" | keyof OneDocument>

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
