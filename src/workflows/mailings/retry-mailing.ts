import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { type ByActor, separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import { byId, retryOptions } from "../../modules/mail/shapes"
import { check } from "../../modules/mail/shapes/check"
import type { RetryableState } from "../../modules/mail/words"

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
    const { input, actorId } = await separateActor(container, given, "send")
    const { id, states } = check(retryOptions.extend(byId.shape), input)
    return new StepResponse(await mailModule(container).retryMailing(id, states, actorId))
  }
)

export const retryMailingWorkflowId = "mail-delivery-retry-mailing"

/**
 * Sends the failed or the uncertain deliveries of a mailing once more, each to its person's address as it is now; who may
 * not be written to there is left out (`previewRetryWorkflow` tells beforehand). Failed ones take new places in this
 * month's quota.
 *
 * @throws MedusaError `not_allowed` naming the state, or the numbers if the quota does not reach, or if nobody is left.
 *
 * @example
 * await retryMailingWorkflow(container).run({ input: { id: "mling_123", states: ["failed"] } })
 */
export const retryMailingWorkflow = createWorkflow(
  retryMailingWorkflowId,
  (input: WorkflowData<RetryMailingInput>) => {
    return new WorkflowResponse(retryMailingStep(input))
  }
)
