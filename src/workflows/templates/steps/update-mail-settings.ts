/** The step behind the workflow `update-mail-settings`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { MailSettingsDTO } from "../../../modules/mail/settings"
import { mailModule } from "../../mail-module"
import { type ByActor, told } from "../../told"

export type UpdateMailSettingsInput = Partial<MailSettingsDTO> & ByActor

export const updateMailSettingsStepId = "update-mail-settings"

/** Changes the shop's mail settings. */
export const updateMailSettingsStep = createStep(
  updateMailSettingsStepId,
  async (given: UpdateMailSettingsInput, { container }) => {
    const { input } = await told(container, given, "updateSettings")
    const mail = mailModule(container)
    const before = partOf(await mail.getSettings(), input)
    return new StepResponse(await mail.updateSettings(input), before)
  },
  async (before, { container }) => {
    if (before) {
      await mailModule(container).updateSettings(before)
    }
  }
)

/** What there was of that which changes: the rest may be somebody else's change meanwhile. */
function partOf(before: MailSettingsDTO, changes: Partial<MailSettingsDTO>): Partial<MailSettingsDTO> {
  const names = Object.keys(changes) as (keyof MailSettingsDTO)[]
  return Object.fromEntries(names.map((name) => [name, before[name]]))
}
