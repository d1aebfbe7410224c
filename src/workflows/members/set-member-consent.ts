/** The workflow `set-member-consent`: one step, so that other workflows can run it as theirs. */
import { createWorkflow, type WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { type SetMemberConsentInput, setMemberConsentStep } from "./steps/set-member-consent"

export const setMemberConsentWorkflowId = "mail-delivery-set-member-consent"

/**
 * Records consents that the store has from elsewhere, or withdrawals.
 *
 * @returns how many customers they were recorded for.
 * @throws MedusaError `not_found` naming unknown customers; nothing is recorded then.
 *
 * @example
 * await setMemberConsentWorkflow(container).run({
 *   input: {
 *     customer_ids: ["cus_123"],
 *     consent: "opted_in",
 *     source: "checkout",
 *     wording: "Yes, send me news by e-mail",
 *   },
 * })
 */
export const setMemberConsentWorkflow = createWorkflow(
  setMemberConsentWorkflowId,
  (input: WorkflowData<SetMemberConsentInput>) => {
    return new WorkflowResponse(setMemberConsentStep(input))
  }
)
