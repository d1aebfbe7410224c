/** The workflow `prepare-order-mailing`: brings the documents that an order mailing is about. */
import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { mailModule } from "../../container/mail-module"
import { gatherDocuments } from "../../documents/gather"
import { byId } from "../../modules/mail/shapes"
import { check } from "../../modules/mail/shapes/check"

export interface PrepareOrderMailingInput {
  id: string
}

export const prepareOrderMailingStepId = "prepare-order-mailing"

/** Not compensated: each chunk is complete in itself, and the next run goes on behind it. */
export const prepareOrderMailingStep = createStep(
  prepareOrderMailingStepId,
  async (given: PrepareOrderMailingInput, { container }) => {
    const { id } = check(byId, given)
    const mail = mailModule(container)
    let chunk = await mail.nextDocuments(id)
    while (chunk) {
      await mail.addDocuments(chunk, await gatherDocuments(container, chunk.source, chunk.ids))
      chunk = await mail.nextDocuments(id)
    }
    return new StepResponse({ id })
  }
)

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
