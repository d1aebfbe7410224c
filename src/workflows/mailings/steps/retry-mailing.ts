/** The step behind the workflow `retry-mailing`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { RetryableState } from "../../../modules/mail/mailings/control"
import { mailModule } from "../../mail-module"

export interface RetryMailingInput {
  id: string
  /** Which deliveries go out again. Uncertain ones may have arrived already. */
  states: RetryableState[]
  /** The user who asks for it. */
  actor_id?: string | null
}

export const retryMailingStepId = "retry-mailing"

/** Sends deliveries once more. Not compensated: mail that has left cannot be called back. */
export const retryMailingStep = createStep(
  retryMailingStepId,
  async ({ id, states, actor_id }: RetryMailingInput, { container }) => {
    return new StepResponse(await mailModule(container).retryMailing(id, states, actor_id))
  }
)
