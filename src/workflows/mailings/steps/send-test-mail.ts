/** The step behind the workflow `send-test-mail`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { mailModule } from "../../mail-module"
import { type OneDocument, oneDocument } from "../../orders/one-document"

/** With the data of a member or of one document; without either, of an example. */
export interface SendTestMailInput extends OneDocument {
  mailing_id: string
  to: string
  customer_id?: string
}

export const sendTestMailStepId = "send-test-mail"

/** Sends one sample. Not compensated: mail that has left cannot be called back. */
export const sendTestMailStep = createStep(
  sendTestMailStepId,
  async ({ mailing_id, to, customer_id, ...named }: SendTestMailInput, { container }) => {
    const document = await oneDocument(container, named)
    const input = { to, customer_id, document }
    return new StepResponse(await mailModule(container).sendSample(mailing_id, input))
  }
)
