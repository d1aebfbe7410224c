/** The step behind the workflow `pause-mailing`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { mailModule } from "../../mail-module"

export interface PauseMailingInput {
  id: string
}

export const pauseMailingStepId = "pause-mailing"

/** Stops sending. */
export const pauseMailingStep = createStep(
  pauseMailingStepId,
  async ({ id }: PauseMailingInput, { container }) => {
    return new StepResponse(await mailModule(container).pauseMailing(id), id)
  },
  async (id, { container }) => {
    if (id) {
      await mailModule(container).resumeMailing(id)
    }
  }
)
