/** The workflow `create-mailing`: one step, so that other workflows can run it as theirs. */
import { createWorkflow, type WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { type CreateMailingInput, createMailingStep } from "./steps/create-mailing"

export const createMailingWorkflowId = "mail-delivery-create-mailing"

/**
 * Keeps the draft of a mailing, errors in its templates and all: only what is sent must be right.
 *
 * @example
 * const { result: mailing } = await createMailingWorkflow(container).run({
 *   input: {
 *     kind: "member",
 *     content: { subject: "News", body: "Hello {{ member.first_name }}", format: "text", include_signature: true },
 *     audience: { filter: { groups: ["cusgroup_123"] } },
 *   },
 * })
 */
export const createMailingWorkflow = createWorkflow(
  createMailingWorkflowId,
  (input: WorkflowData<CreateMailingInput>) => {
    return new WorkflowResponse(createMailingStep(input))
  }
)
