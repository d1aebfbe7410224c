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

export interface ResumeMailingInput extends ByActor {
  id: string
}

export const resumeMailingStepId = "resume-mailing"

/** Goes on where it stopped. */
export const resumeMailingStep = createStep(
  resumeMailingStepId,
  async (given: ResumeMailingInput, { container }) => {
    const { input } = await separateActor(container, given, "send")
    const { id } = check(byId, input)
    return new StepResponse(await mailModule(container).resumeMailing(id), id)
  },
  async (id, { container }) => {
    if (id) {
      await mailModule(container).pauseMailing(id)
    }
  }
)

export const resumeMailingWorkflowId = "mail-delivery-resume-mailing"

/**
 * Goes on with a paused mailing where it stopped.
 *
 * @throws MedusaError `not_allowed` naming the state.
 *
 * @example
 * await resumeMailingWorkflow(container).run({ input: { id: "mling_123" } })
 */
export const resumeMailingWorkflow = createWorkflow(
  resumeMailingWorkflowId,
  (input: WorkflowData<ResumeMailingInput>) => {
    return new WorkflowResponse(resumeMailingStep(input))
  }
)
