/** The step behind the workflow `cancel-mailing`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { byId } from "../../../modules/mail/shapes"
import { check } from "../../../modules/mail/shapes/check"
import { mailModule } from "../../mail-module"
import { type ByActor, told } from "../../told"

export interface CancelMailingInput extends ByActor {
  id: string
}

export const cancelMailingStepId = "cancel-mailing"

/** Nothing more is sent. Not compensated: a cancelled mailing never starts again. */
export const cancelMailingStep = createStep(
  cancelMailingStepId,
  async (given: CancelMailingInput, { container }) => {
    const { input } = await told(container, given, "send")
    const { id } = check(byId, input)
    return new StepResponse(await mailModule(container).cancelMailing(id))
  }
)
