/** The workflow `resend-mail`: one step, so that other workflows can run it as theirs. */
import { createWorkflow, type WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { type ResendMailInput, resendMailStep } from "./steps/resend-mail"

export const resendMailWorkflowId = "mail-delivery-resend-mail"

/**
 * Sends an order mail or a single mail once more, as it was, with a delivery and a Message-ID of its own.
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
