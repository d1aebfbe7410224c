/** The step behind the workflow `resend-mail`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { byId } from "../../../modules/mail/shapes"
import { check } from "../../../modules/mail/shapes/check"
import { mailModule } from "../../mail-module"
import { type ByActor, told } from "../../told"

export interface ResendMailInput extends ByActor {
  /** Of the delivery whose mail goes out again. */
  id: string
}

export const resendMailStepId = "resend-mail"

/** Not compensated: mail that has left cannot be called back. */
export const resendMailStep = createStep(resendMailStepId, async (given: ResendMailInput, { container }) => {
  const { input, actorId } = await told(container, given, "send")
  const { id } = check(byId, input)
  return new StepResponse(await mailModule(container).resendDelivery(id, actorId))
})
