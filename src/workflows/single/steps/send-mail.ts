/** The step behind the workflow `send-mail`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { SingleMailInput } from "../../../modules/mail/single-mail"
import { mailModule } from "../../mail-module"
import { type ByActor, told } from "../../told"

export type SendMailInput = SingleMailInput & ByActor

export const sendMailStepId = "send-mail"

/** Sends one mail. Not compensated: mail that has left cannot be called back. */
export const sendMailStep = createStep(sendMailStepId, async (given: SendMailInput, { container }) => {
  const { input } = await told(container, given, "send")
  return new StepResponse(await mailModule(container).sendSingleMail(input))
})
