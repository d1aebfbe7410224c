import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { type ByActor, separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import { assertDocumentsExist } from "../../documents/gather"
import { byId, sendOptions } from "../../modules/mail/shapes"
import { check } from "../../modules/mail/shapes/check"

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
    const { input, actorId } = await separateActor(container, given, "send")
    const { id, scheduled_at } = check(sendOptions.extend(byId.shape), input)
    const mail = mailModule(container)
    await assertDocumentsExist(container, await mail.getMailing(id))
    return new StepResponse(await mail.sendMailing(id, { scheduled_at }, actorId))
  }
)

export const sendMailingWorkflowId = "mail-delivery-send-mailing"

/**
 * Sends a mailing, now or at a time. It returns at once; the dispatchers of the worker processes send.
 *
 * @throws MedusaError `invalid_data` naming what is wrong in content, audience or time; `not_allowed` naming
 *   the state, or the numbers if the quota does not reach. The draft then stays as it was.
 *
 * @example
 * const { result: mailing } = await sendMailingWorkflow(container).run({
 *   input: { id: "mling_123", scheduled_at: "2030-01-01T09:00:00+09:00" },
 * })
 */
export const sendMailingWorkflow = createWorkflow(
  sendMailingWorkflowId,
  (input: WorkflowData<SendMailingInput>) => {
    return new WorkflowResponse(sendMailingStep(input))
  }
)
