/** The step behind the workflow `send-test-mail`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { SampleInput } from "../../../modules/mail/mailings/sample"
import { mailModule } from "../../mail-module"

export interface SendTestMailInput extends SampleInput {
  mailing_id: string
}

export const sendTestMailStepId = "send-test-mail"

/** Sends one sample. Not compensated: mail that has left cannot be called back. */
export const sendTestMailStep = createStep(
  sendTestMailStepId,
  async ({ mailing_id, ...input }: SendTestMailInput, { container }) => {
    return new StepResponse(await mailModule(container).sendSample(mailing_id, input))
  }
)
