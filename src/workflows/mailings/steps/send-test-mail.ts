/** The step behind the workflow `send-test-mail`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { id, sample, sampleOf } from "../../../modules/mail/shapes"
import { check } from "../../../modules/mail/shapes/check"
import { mailModule } from "../../mail-module"
import { type OneDocument, oneDocument } from "../../orders/one-document"
import { type ByActor, told } from "../../told"

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
    const { input, actorId } = await told(container, given, "send")
    const { mailing_id, to, ...named } = check(shape, input)
    const mail = mailModule(container)
    const { content } = await mail.getMailing(mailing_id)
    const { customer_id, ...documents }: SampleNames = check(sampleOf(content), named)
    const document = await oneDocument(container, documents)
    return new StepResponse(await mail.sendSample(mailing_id, { to, customer_id, document }, actorId))
  }
)

type SampleNames = Pick<SendTestMailInput, "customer_id" | keyof OneDocument>
