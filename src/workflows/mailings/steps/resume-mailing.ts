/** The step behind the workflow `resume-mailing`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { mailModule } from "../../mail-module"

export interface ResumeMailingInput {
  id: string
}

export const resumeMailingStepId = "resume-mailing"

/** Goes on where it stopped. */
export const resumeMailingStep = createStep(
  resumeMailingStepId,
  async ({ id }: ResumeMailingInput, { container }) => {
    return new StepResponse(await mailModule(container).resumeMailing(id), id)
  },
  async (id, { container }) => {
    if (id) {
      await mailModule(container).pauseMailing(id)
    }
  }
)
