import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import { byId, retryOptions } from "../../modules/mail/shapes"
import { check } from "../../modules/mail/shapes/check"
import type { RetryMailingInput } from "./retry-mailing"

export type PreviewRetryInput = RetryMailingInput

export const previewRetryStepId = "preview-retry"

/** Reads, and so has nothing to compensate. */
export const previewRetryStep = createStep(
  previewRetryStepId,
  async (given: PreviewRetryInput, { container }) => {
    const { input } = await separateActor(container, given, "read")
    const { id, states } = check(retryOptions.extend(byId.shape), input)
    return new StepResponse(await mailModule(container).previewRetry(id, states))
  }
)

export const previewRetryWorkflowId = "mail-delivery-preview-retry"

/**
 * Tells what sending the failed or the uncertain deliveries of a mailing again would do now: how many go, to which other
 * addresses, and why others do not. Changes nothing.
 *
 * @throws MedusaError `not_allowed` naming the state.
 *
 * @example
 * const { result } = await previewRetryWorkflow(container).run({ input: { id: "mling_123", states: ["failed"] } })
 */
export const previewRetryWorkflow = createWorkflow(
  previewRetryWorkflowId,
  (input: WorkflowData<PreviewRetryInput>) => {
    return new WorkflowResponse(previewRetryStep(input))
  }
)
