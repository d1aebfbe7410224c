/** The step behind the workflow `resume-mailing`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { byId } from "../../../modules/mail/shapes"
import { check } from "../../../modules/mail/shapes/check"
import { mailModule } from "../../mail-module"
import { type ByActor, told } from "../../told"

export interface ResumeMailingInput extends ByActor {
  id: string
}

export const resumeMailingStepId = "resume-mailing"

/** Goes on where it stopped. */
export const resumeMailingStep = createStep(
  resumeMailingStepId,
  async (given: ResumeMailingInput, { container }) => {
    const { input } = await told(container, given, "send")
    const { id } = check(byId, input)
    return new StepResponse(await mailModule(container).resumeMailing(id), id)
  },
  async (id, { container }) => {
    if (id) {
      await mailModule(container).pauseMailing(id)
    }
  }
)
