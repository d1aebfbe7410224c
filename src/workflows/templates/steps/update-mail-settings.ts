/** The step behind the workflow `update-mail-settings`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { MailSettingsDTO } from "../../../modules/mail/settings"
import { mailModule } from "../../mail-module"

export type UpdateMailSettingsInput = Partial<MailSettingsDTO>

export const updateMailSettingsStepId = "update-mail-settings"

/** Changes the shop's mail settings. */
export const updateMailSettingsStep = createStep(
  updateMailSettingsStepId,
  async (changes: UpdateMailSettingsInput, { container }) => {
    const mail = mailModule(container)
    const before = await mail.getSettings()
    return new StepResponse(await mail.updateSettings(changes), before)
  },
  async (before, { container }) => {
    if (before) {
      await mailModule(container).updateSettings(before)
    }
  }
)
