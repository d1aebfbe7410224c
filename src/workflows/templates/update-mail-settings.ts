import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { type ByActor, separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import type { MailSettingsDTO } from "../../modules/mail/settings/settings"
import type { AutomaticEvent, AutomaticRules } from "../../modules/mail/words/automatic-rules"
import { partOf } from "../part-of"

export type UpdateMailSettingsInput = Partial<MailSettingsDTO> & ByActor

export const updateMailSettingsStepId = "update-mail-settings"

/** Changes the shop's mail settings. */
export const updateMailSettingsStep = createStep(
  updateMailSettingsStepId,
  async (given: UpdateMailSettingsInput, { container }) => {
    const { input } = await separateActor(container, given, "updateSettings")
    const mail = mailModule(container)
    const before = writtenBack(await mail.getSettings(), input)
    return new StepResponse(await mail.updateSettings(input), before)
  },
  async (before, { container }) => {
    if (before) {
      await mailModule(container).updateSettings(before)
    }
  }
)

function writtenBack(before: MailSettingsDTO, changes: Partial<MailSettingsDTO>): Partial<MailSettingsDTO> {
  const { automatic } = changes
  return {
    ...partOf(before, changes),
    ...(automatic && { automatic: rulesOf(before.automatic ?? {}, automatic) }),
  }
}

/** Rules are written one by one, so one that was not there is written as what it was: off. */
function rulesOf(before: AutomaticRules, changes: AutomaticRules): AutomaticRules {
  const events = Object.keys(changes) as AutomaticEvent[]
  return Object.fromEntries(
    events.map((event) => [event, before[event] ?? { enabled: false, template_id: null }])
  )
}

export const updateMailSettingsWorkflowId = "mail-delivery-update-mail-settings"

/**
 * Changes the shop's mail settings; what is left out stays.
 *
 * @throws MedusaError `invalid_data` naming the field.
 *
 * @example
 * await updateMailSettingsWorkflow(container).run({
 *   input: { sender_name: "Example Store", sender_address: "shop@example.com" },
 * })
 */
export const updateMailSettingsWorkflow = createWorkflow(
  updateMailSettingsWorkflowId,
  (input: WorkflowData<UpdateMailSettingsInput>) => {
    return new WorkflowResponse(updateMailSettingsStep(input))
  }
)
