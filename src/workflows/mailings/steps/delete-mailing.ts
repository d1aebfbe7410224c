/** The step behind the workflow `delete-mailing`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { mailModule } from "../../mail-module"

export interface DeleteMailingInput {
  id: string
}

export const deleteMailingStepId = "delete-mailing"

/** Deletes what was never sent. Not compensated: let it be the last step of a workflow. */
export const deleteMailingStep = createStep(
  deleteMailingStepId,
  async ({ id }: DeleteMailingInput, { container }) => {
    await mailModule(container).deleteMailing(id)
    return new StepResponse({ id })
  }
)
