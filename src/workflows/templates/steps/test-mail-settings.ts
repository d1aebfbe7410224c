/** The step behind the workflow `test-mail-settings`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { mailModule } from "../../mail-module"

export interface TestMailSettingsInput {
  to: string
}

export const testMailSettingsStepId = "test-mail-settings"

/** Sends one small mail. Not compensated: mail that has left cannot be called back. */
export const testMailSettingsStep = createStep(
  testMailSettingsStepId,
  async ({ to }: TestMailSettingsInput, { container }) => {
    return new StepResponse(await mailModule(container).sendProbe(to))
  }
)
