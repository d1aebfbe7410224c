/** The workflow `set-member-flags`: one step, so that other workflows can run it as theirs. */
import { createWorkflow, type WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { type SetMemberFlagsInput, setMemberFlagsStep } from "./steps/set-member-flags"

export const setMemberFlagsWorkflowId = "mail-delivery-set-member-flags"

/**
 * Sets or clears the invalid flag of addresses; flagged ones are left out of member mailings.
 *
 * @returns how many addresses changed.
 * @throws MedusaError `not_found` naming unknown customers; nothing is changed then.
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
