import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { type ByActor, separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import { settingsTest } from "../../modules/mail/shapes"
import { check } from "../../modules/mail/shapes/check"

export interface TestMailSettingsInput extends ByActor {
  to: string
  /** Of several transports; that of a mail which names none, if it is left out. */
  transport?: string | null
}

export const testMailSettingsStepId = "test-mail-settings"

/** Sends one small mail. Not compensated: mail that has left cannot be called back. */
export const testMailSettingsStep = createStep(
  testMailSettingsStepId,
  async (given: TestMailSettingsInput, { container }) => {
    const { input, actorId } = await separateActor(container, given, "send")
    const { to, transport } = check(settingsTest, input)
    return new StepResponse(await mailModule(container).sendProbe(to, actorId, transport))
  }
)

export const testMailSettingsWorkflowId = "mail-delivery-test-mail-settings"

/**
 * Sends one small mail with the present sender at once, from the process that runs this, and tells how the
 * conversation with the mail server went. Nothing of it is in the ledger.
 *
 * @throws MedusaError `invalid_data` for an address that is none, or a transport that there is not; `not_allowed` without a sender or a mail server.
 *
 * @example
 * const { result: outcome } = await testMailSettingsWorkflow(container).run({ input: { to: "me@example.com" } })
 * // { ok: false, stage: "login", class: "our_fault", reply: "535 5.7.8 …", host: "mail.example.com", port: 587 }
 */
export const testMailSettingsWorkflow = createWorkflow(
  testMailSettingsWorkflowId,
  (input: WorkflowData<TestMailSettingsInput>) => {
    return new WorkflowResponse(testMailSettingsStep(input))
  }
)
