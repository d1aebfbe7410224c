/** The workflow `test-mail-settings`: one step, so that other workflows can run it as theirs. */
import { createWorkflow, type WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { type TestMailSettingsInput, testMailSettingsStep } from "./steps/test-mail-settings"

export const testMailSettingsWorkflowId = "mail-delivery-test-mail-settings"

/**
 * Sends one small mail with the present sender at once, from the process that runs this, and tells how the
 * conversation with the mail server went. Nothing of it is in the ledger.
 *
 * @throws MedusaError `invalid_data` for an address that is none; `not_allowed` without a sender or a mail server.
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
