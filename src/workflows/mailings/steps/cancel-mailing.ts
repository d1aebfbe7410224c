/** The step behind the workflow `cancel-mailing`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { mailModule } from "../../mail-module"

export interface CancelMailingInput {
  id: string
}

export const cancelMailingStepId = "cancel-mailing"

/** Nothing more is sent. Not compensated: a cancelled mailing never starts again. */
export const cancelMailingStep = createStep(
  cancelMailingStepId,
  async ({ id }: CancelMailingInput, { container }) => {
    return new StepResponse(await mailModule(container).cancelMailing(id))
  }
)
