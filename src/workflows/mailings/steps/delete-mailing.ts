/** The step behind the workflow `delete-mailing`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { byId } from "../../../modules/mail/shapes"
import { check } from "../../../modules/mail/shapes/check"
import { mailModule } from "../../mail-module"
import { type ByActor, told } from "../../told"

export interface DeleteMailingInput extends ByActor {
  id: string
}

export const deleteMailingStepId = "delete-mailing"

/** Deletes what was never sent. Not compensated: let it be the last step of a workflow. */
export const deleteMailingStep = createStep(
  deleteMailingStepId,
  async (given: DeleteMailingInput, { container }) => {
    const { input } = await told(container, given, "update")
    const { id } = check(byId, input)
    await mailModule(container).deleteMailing(id)
    return new StepResponse({ id })
  }
)
