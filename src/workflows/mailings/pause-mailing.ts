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

export interface PauseMailingInput extends ByActor {
  id: string
}

export const pauseMailingStepId = "pause-mailing"

/** Stops sending. */
export const pauseMailingStep = createStep(
  pauseMailingStepId,
  async (given: PauseMailingInput, { container }) => {
    const { input } = await separateActor(container, given, "send")
    const { id } = check(byId, input)
    return new StepResponse(await mailModule(container).pauseMailing(id), id)
  },
  async (id, { container }) => {
    if (id) {
      await mailModule(container).resumeMailing(id)
    }
  }
)

export const pauseMailingWorkflowId = "mail-delivery-pause-mailing"

/**
 * Stops sending a mailing; what is on a connection is still recorded.
 *
 * @throws MedusaError `not_allowed` naming the state.
 *
 * @example
 * await pauseMailingWorkflow(container).run({ input: { id: "mling_123" } })
 */
export const pauseMailingWorkflow = createWorkflow(
  pauseMailingWorkflowId,
  (input: WorkflowData<PauseMailingInput>) => {
    return new WorkflowResponse(pauseMailingStep(input))
  }
)
