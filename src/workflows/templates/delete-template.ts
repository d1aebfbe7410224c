/** The workflow `delete-template`: one step, so that other workflows can run it as theirs. */
import { createWorkflow, type WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { type DeleteTemplateInput, deleteTemplateStep } from "./steps/delete-template"

export const deleteTemplateWorkflowId = "mail-delivery-delete-template"

/**
 * Deletes a template. Mailings made from it keep their own words.
 *
 * @throws MedusaError `not_found`
 *
 * @example
 * await deleteTemplateWorkflow(container).run({ input: { id: "mtpl_123" } })
 */
export const deleteTemplateWorkflow = createWorkflow(
  deleteTemplateWorkflowId,
  (input: WorkflowData<DeleteTemplateInput>) => {
    return new WorkflowResponse(deleteTemplateStep(input))
  }
)
