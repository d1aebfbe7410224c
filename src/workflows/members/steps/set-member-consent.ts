/** The step behind the workflow `set-member-consent`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { SetConsentInput } from "../../../modules/mail/consent/members"
import { mailModule } from "../../mail-module"
import { type ByActor, told } from "../../told"

export type SetMemberConsentInput = SetConsentInput & ByActor

export const setMemberConsentStepId = "set-member-consent"

/**
 * Records consents or withdrawals. Not compensated: the ledger says what people said. A second entry that
 * takes the first back would be a statement that nobody made, and a withdrawal must hold whatever else fails.
 */
export const setMemberConsentStep = createStep(
  setMemberConsentStepId,
  async (given: SetMemberConsentInput, { container }) => {
    const { input, actorId } = await told(container, given, "update")
    return new StepResponse(await mailModule(container).setConsent(input, actorId))
  }
)
