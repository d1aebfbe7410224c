import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { type ByActor, separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import type { SetFlagsInput } from "../../modules/mail/members/set-consent"

export type SetMemberFlagsInput = SetFlagsInput & ByActor

export const setMemberFlagsStepId = "set-member-flags"

/**
 * Flags addresses or clears their flags. Not compensated: since when and why an address is invalid would be
 * lost by flagging it back, and an invalid address stays invalid whatever else fails.
 */
export const setMemberFlagsStep = createStep(
  setMemberFlagsStepId,
  async (given: SetMemberFlagsInput, { container }) => {
    const { input, actorId } = await separateActor(container, given, "update")
    return new StepResponse(await mailModule(container).setFlags(input, actorId))
  }
)

export const setMemberFlagsWorkflowId = "mail-delivery-set-member-flags"

/**
 * Sets or clears the invalid flag of addresses; flagged ones are left out of member mailings. By `delivery_ids` it is known
 * which mail came back, and the server's words are kept; clearing says that mail arrives there, so that what failed before
 * is not proposed again.
 *
 * @returns how many addresses changed.
 * @throws MedusaError `not_found` naming unknown customers or mails; nothing is changed then.
 *
 * @example
 * await setMemberFlagsWorkflow(container).run({
 *   input: { emails: ["gone@example.com"], invalid: true, reason: "550 5.1.1 No such user" },
 * })
 */
export const setMemberFlagsWorkflow = createWorkflow(
  setMemberFlagsWorkflowId,
  (input: WorkflowData<SetMemberFlagsInput>) => {
    return new WorkflowResponse(setMemberFlagsStep(input))
  }
)
