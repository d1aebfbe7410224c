/** The step behind the workflow `pause-mailing`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { byId } from "../../../modules/mail/shapes"
import { check } from "../../../modules/mail/shapes/check"
import { mailModule } from "../../mail-module"
import { type ByActor, told } from "../../told"

export interface PauseMailingInput extends ByActor {
  id: string
}

export const pauseMailingStepId = "pause-mailing"

/** Stops sending. */
export const pauseMailingStep = createStep(
  pauseMailingStepId,
  async (given: PauseMailingInput, { container }) => {
    const { input } = await told(container, given, "send")
    const { id } = check(byId, input)
    return new StepResponse(await mailModule(container).pauseMailing(id), id)
  },
  async (id, { container }) => {
    if (id) {
      await mailModule(container).resumeMailing(id)
    }
  }
)
