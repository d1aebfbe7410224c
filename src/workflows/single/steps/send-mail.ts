/** The step behind the workflow `send-mail`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { SingleMailInput } from "../../../modules/mail/single-mail"
import { mailModule } from "../../mail-module"

export type SendMailInput = SingleMailInput

export const sendMailStepId = "send-mail"

/** Sends one mail. Not compensated: mail that has left cannot be called back. */
export const sendMailStep = createStep(sendMailStepId, async (input: SendMailInput, { container }) => {
  return new StepResponse(await mailModule(container).sendSingleMail(input))
})
