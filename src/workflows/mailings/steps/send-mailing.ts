/** The step behind the workflow `send-mailing`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { byId, sendOptions } from "../../../modules/mail/shapes"
import { check } from "../../../modules/mail/shapes/check"
import { mailModule } from "../../mail-module"
import { assertDocumentsExist } from "../../orders/gather-documents"
import { type ByActor, told } from "../../told"

export interface SendMailingInput extends ByActor {
  id: string
  /** ISO 8601 with a time zone, or a day of the shop, which begins in the future; now if left out. */
  scheduled_at?: string | null
}

export const sendMailingStepId = "send-mailing"

/**
 * Starts a mailing or puts it on the schedule. Not compensated: mail that has left cannot be called back, and
 * one half of an audience without the other is worse than the whole. Whoever wants that runs `cancel-mailing`.
 */
export const sendMailingStep = createStep(
  sendMailingStepId,
  async (given: SendMailingInput, { container }) => {
    const { input, actorId } = await told(container, given, "send")
    const { id, scheduled_at } = check(sendOptions.extend(byId.shape), input)
    const mail = mailModule(container)
    await assertDocumentsExist(container, await mail.getMailing(id))
    return new StepResponse(await mail.sendMailing(id, { scheduled_at }, actorId))
  }
)
