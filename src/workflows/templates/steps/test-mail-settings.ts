/** The step behind the workflow `test-mail-settings`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { settingsTest } from "../../../modules/mail/shapes"
import { check } from "../../../modules/mail/shapes/check"
import { mailModule } from "../../mail-module"
import { type ByActor, told } from "../../told"

export interface TestMailSettingsInput extends ByActor {
  to: string
}

export const testMailSettingsStepId = "test-mail-settings"

/** Sends one small mail. Not compensated: mail that has left cannot be called back. */
export const testMailSettingsStep = createStep(
  testMailSettingsStepId,
  async (given: TestMailSettingsInput, { container }) => {
    const { input, actorId } = await told(container, given, "send")
    const { to } = check(settingsTest, input)
    return new StepResponse(await mailModule(container).sendProbe(to, actorId))
  }
)
