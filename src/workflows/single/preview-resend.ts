import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import { byId } from "../../modules/mail/shapes"
import { check } from "../../modules/mail/shapes/check"
import type { ResendMailInput } from "./resend-mail"

export type PreviewResendInput = ResendMailInput

export const previewResendStepId = "preview-resend"

/** Reads, and so has nothing to compensate. */
export const previewResendStep = createStep(
  previewResendStepId,
  async (given: PreviewResendInput, { container }) => {
    const { input } = await separateActor(container, given, "read")
    return new StepResponse(await mailModule(container).previewResend(check(byId, input).id))
  }
)

export const previewResendWorkflowId = "mail-delivery-preview-resend"

/**
 * Tells where an order mail or a single mail would go if it were sent again now. Changes nothing.
 *
 * @throws MedusaError `not_allowed` as `resendMailWorkflow` would.
 *
 * @example
 * const { result } = await previewResendWorkflow(container).run({ input: { id: "mdlv_123" } })
 */
export const previewResendWorkflow = createWorkflow(
  previewResendWorkflowId,
  (input: WorkflowData<PreviewResendInput>) => {
    return new WorkflowResponse(previewResendStep(input))
  }
)
