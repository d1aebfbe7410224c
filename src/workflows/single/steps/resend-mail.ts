/** The step behind the workflow `resend-mail`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { mailModule } from "../../mail-module"

export interface ResendMailInput {
  /** Of the delivery whose mail goes out again. */
  id: string
  /** The user who asks for it. */
  actor_id?: string | null
}

export const resendMailStepId = "resend-mail"

/** Not compensated: mail that has left cannot be called back. */
export const resendMailStep = createStep(
  resendMailStepId,
  async ({ id, actor_id }: ResendMailInput, { container }) => {
    return new StepResponse(await mailModule(container).resendDelivery(id, actor_id))
  }
)
