/** The workflow `prepare-order-mailing`: brings the documents that an order mailing is about. */
import { createWorkflow, type WorkflowData, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { type PrepareOrderMailingInput, prepareOrderMailingStep } from "./steps/prepare-order-mailing"

export const prepareOrderMailingWorkflowId = "mail-delivery-prepare-order-mailing"

/**
 * Prepares an order mailing that was sent: gathers its orders, shipments or quotes and makes a delivery of each.
 * It runs by itself, and goes on where it stopped when it is run again.
 *
 * @example
 * await prepareOrderMailingWorkflow(container).run({ input: { id: "mling_123" } })
 */
export const prepareOrderMailingWorkflow = createWorkflow(
  prepareOrderMailingWorkflowId,
  (input: WorkflowData<PrepareOrderMailingInput>) => {
    return new WorkflowResponse(prepareOrderMailingStep(input))
  }
)
