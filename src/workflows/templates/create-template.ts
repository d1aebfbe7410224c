/** The workflow `create-template`: one step, so that other workflows can run it as theirs. */
import { createWorkflow, type WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { type CreateTemplateInput, createTemplateStep } from "./steps/create-template"

export const createTemplateWorkflowId = "mail-delivery-create-template"

/**
 * Stores a template to start mails from.
 *
 * @throws MedusaError `invalid_data` naming field, place and fault: what could not be sent is not stored.
 *
 * @example
 * const { result: template } = await createTemplateWorkflow(container).run({
 *   input: { name: "News", kind: "member", subject: "News", body: "Hello {{ member.name }}", format: "text" },
 * })
 */
export const createTemplateWorkflow = createWorkflow(
  createTemplateWorkflowId,
  (input: WorkflowData<CreateTemplateInput>) => {
    return new WorkflowResponse(createTemplateStep(input))
  }
)
