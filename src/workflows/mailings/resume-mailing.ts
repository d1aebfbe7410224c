/** The workflow `resume-mailing`: one step, so that other workflows can run it as theirs. */
import { createWorkflow, type WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { type ResumeMailingInput, resumeMailingStep } from "./steps/resume-mailing"

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
