import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { type ByActor, separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import type { SetConsentInput } from "../../modules/mail/members/set-consent"

export type SetMemberConsentInput = SetConsentInput & ByActor

export const setMemberConsentStepId = "set-member-consent"

/**
 * Records consents or withdrawals. Not compensated: the ledger says what people said. A second entry that
 * takes the first back would be a statement that nobody made, and a withdrawal must hold whatever else fails.
 */
export const setMemberConsentStep = createStep(
  setMemberConsentStepId,
  async (given: SetMemberConsentInput, { container }) => {
    const { input, actorId } = await separateActor(container, given, "update")
    return new StepResponse(await mailModule(container).setConsent(input, actorId))
  }
)

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
