import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { type ByActor, separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import { byId } from "../../modules/mail/shapes"
import { check } from "../../modules/mail/shapes/check"

export interface ResendMailInput extends ByActor {
  /** Of the delivery whose mail goes out again. */
  id: string
}

export const resendMailStepId = "resend-mail"

/** Not compensated: mail that has left cannot be called back. */
export const resendMailStep = createStep(resendMailStepId, async (given: ResendMailInput, { container }) => {
  const { input, actorId } = await separateActor(container, given, "send")
  const { id } = check(byId, input)
  return new StepResponse(await mailModule(container).resendDelivery(id, actorId))
})

export const resendMailWorkflowId = "mail-delivery-resend-mail"

/**
 * Sends an order mail or a single mail once more, as it was, with a delivery and a Message-ID of its own, to its person's
 * address as it is now: `to` of the result.
 *
 * @throws MedusaError `not_allowed` for member mail, samples and copies, and while the mail is still on its way.
 *
 * @example
 * await resendMailWorkflow(container).run({ input: { id: "mdlv_123" } })
 */
export const resendMailWorkflow = createWorkflow(
  resendMailWorkflowId,
  (input: WorkflowData<ResendMailInput>) => {
    return new WorkflowResponse(resendMailStep(input))
  }
)
