/** The step behind the workflow `set-member-flags`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { SetFlagsInput } from "../../../modules/mail/consent/members"
import { mailModule } from "../../mail-module"
import { type ByActor, told } from "../../told"

export type SetMemberFlagsInput = SetFlagsInput & ByActor

export const setMemberFlagsStepId = "set-member-flags"

/**
 * Flags addresses or clears their flags. Not compensated: since when and why an address is invalid would be
 * lost by flagging it back, and an invalid address stays invalid whatever else fails.
 */
export const setMemberFlagsStep = createStep(
  setMemberFlagsStepId,
  async (given: SetMemberFlagsInput, { container }) => {
    const { input } = await told(container, given, "update")
    return new StepResponse(await mailModule(container).setFlags(input))
  }
)
