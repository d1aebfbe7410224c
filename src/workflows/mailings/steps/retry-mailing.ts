/** The step behind the workflow `retry-mailing`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { byId, retryOptions } from "../../../modules/mail/shapes"
import { check } from "../../../modules/mail/shapes/check"
import type { RetryableState } from "../../../modules/mail/types"
import { mailModule } from "../../mail-module"
import { type ByActor, told } from "../../told"

export interface RetryMailingInput extends ByActor {
  id: string
  /** Which deliveries go out again. Uncertain ones may have arrived already. */
  states: RetryableState[]
}

export const retryMailingStepId = "retry-mailing"

/** Sends deliveries once more. Not compensated: mail that has left cannot be called back. */
export const retryMailingStep = createStep(
  retryMailingStepId,
  async (given: RetryMailingInput, { container }) => {
    const { input, actorId } = await told(container, given, "send")
    const { id, states } = check(retryOptions.extend(byId.shape), input)
    return new StepResponse(await mailModule(container).retryMailing(id, states, actorId))
  }
)
