/** The step behind the workflow `send-mailing`. */
import { MedusaError } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { isDay, startOfDay } from "../../../modules/mail/shop-time"
import { mailModule } from "../../mail-module"
import { assertDocumentsExist } from "../../orders/gather-documents"

export interface SendMailingInput {
  id: string
  /** ISO 8601 with a time zone, or a day of the shop, which begins in the future; now if left out. */
  scheduled_at?: string | null
  /** The user who sends it. */
  actor_id?: string | null
}

export const sendMailingStepId = "send-mailing"

function timeOf(scheduledAt: string | null | undefined, timezone: string): Date | null {
  if (!scheduledAt) {
    return null
  }
  const time = isDay(scheduledAt) ? startOfDay(scheduledAt, timezone) : new Date(scheduledAt)
  if (!(time > new Date())) {
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      `scheduled_at: ${scheduledAt} is not a time in the future`
    )
  }
  return time
}

/**
 * Starts a mailing or puts it on the schedule. Not compensated: mail that has left cannot be called back, and
 * one half of an audience without the other is worse than the whole. Whoever wants that runs `cancel-mailing`.
 */
export const sendMailingStep = createStep(
  sendMailingStepId,
  async ({ id, scheduled_at, actor_id }: SendMailingInput, { container }) => {
    const mail = mailModule(container)
    const options = { scheduled_at: timeOf(scheduled_at, await mail.getTimezone()) }
    await assertDocumentsExist(container, await mail.getMailing(id))
    return new StepResponse(await mail.sendMailing(id, options, actor_id))
  }
)
