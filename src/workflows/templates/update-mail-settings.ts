/** The workflow `update-mail-settings`: one step, so that other workflows can run it as theirs. */
import { createWorkflow, type WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { type UpdateMailSettingsInput, updateMailSettingsStep } from "./steps/update-mail-settings"

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
