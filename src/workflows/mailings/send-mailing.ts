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
import { byId, sendFields } from "../../modules/mail/shapes"
import { check } from "../../modules/mail/shapes/check"

export interface SendMailingInput extends ByActor {
  id: string
  /** ISO 8601 with a time zone, or a day of the shop, which begins in the future; now if left out. */
  scheduled_at?: string | null
  /** How long it can be undone, in seconds up to 600, in the place of the shop's setting; 0 begins at once. */
  grace?: number
}

export const sendMailingStepId = "send-mailing"

/**
 * Starts a mailing, after its grace, or puts it on the schedule. Not compensated: mail that has left cannot be called back, and
 * one half of an audience without the other is worse than the whole. A caller who wants that runs `cancel-mailing`.
 */
export const sendMailingStep = createStep(
  sendMailingStepId,
  async (given: SendMailingInput, { container }) => {
    const { input, actorId } = await separateActor(container, given, "send")
    const { id, ...options } = check(sendFields.extend(byId.shape), input)
    const mail = mailModule(container)
    await assertDocumentsExist(container, await mail.getMailing(id))
    return new StepResponse(await mail.sendMailing(id, options, actorId))
  }
)

export const sendMailingWorkflowId = "mail-delivery-send-mailing"

/**
 * Sends a mailing, now or at a time. It returns at once; the dispatchers of the worker processes send. What is sent now
 * waits as `scheduled` until `grace_until`, so that `undo-send` can take it back: as long as the shop's settings say, or the
 * input's `grace` in their place.
 *
 * @throws MedusaError `invalid_data` naming what is wrong in content, audience or time; `not_allowed` naming
 *   the state, or the numbers if the quota does not reach. The draft then stays as it was.
 *
 * @example
 * const { result: mailing } = await sendMailingWorkflow(container).run({
 *   input: { id: "mling_123", scheduled_at: "2030-01-01T09:00:00+09:00" },
 * })
 *
 * @example
 * await sendMailingWorkflow(container).run({ input: { id: "mling_123", grace: 0 } })
 */
export const sendMailingWorkflow = createWorkflow(
  sendMailingWorkflowId,
  (input: WorkflowData<SendMailingInput>) => {
    return new WorkflowResponse(sendMailingStep(input))
  }
)
