/** The workflow `update-template`: one step, so that other workflows can run it as theirs. */
import { createWorkflow, type WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { type UpdateTemplateInput, updateTemplateStep } from "./steps/update-template"

export const updateTemplateWorkflowId = "mail-delivery-update-template"

/**
 * Changes a template. Mailings made from it keep their own words.
 *
 * @throws MedusaError `invalid_data` naming field, place and fault; `not_found`.
 *
 * @example
 * await updateTemplateWorkflow(container).run({ input: { id: "mtpl_123", changes: { subject: "News" } } })
 */
export const updateTemplateWorkflow = createWorkflow(
  updateTemplateWorkflowId,
  (input: WorkflowData<UpdateTemplateInput>) => {
    return new WorkflowResponse(updateTemplateStep(input))
  }
)
