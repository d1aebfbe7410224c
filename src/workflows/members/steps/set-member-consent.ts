/** The step behind the workflow `set-member-consent`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { SetConsentInput } from "../../../modules/mail/consent/members"
import { mailModule } from "../../mail-module"

export interface SetMemberConsentInput extends SetConsentInput {
  /** The user who records it. */
  actor_id?: string | null
}

export const setMemberConsentStepId = "set-member-consent"

/**
 * Records consents or withdrawals. Not compensated: the ledger says what people said. A second entry that
 * takes the first back would be a statement that nobody made, and a withdrawal must hold whatever else fails.
 */
export const setMemberConsentStep = createStep(
  setMemberConsentStepId,
  async ({ actor_id, ...input }: SetMemberConsentInput, { container }) => {
    return new StepResponse(await mailModule(container).setConsent(input, actor_id))
  }
)
