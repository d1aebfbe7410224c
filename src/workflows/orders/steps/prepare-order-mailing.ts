/** The step behind the workflow `prepare-order-mailing`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { byId } from "../../../modules/mail/shapes"
import { check } from "../../../modules/mail/shapes/check"
import { mailModule } from "../../mail-module"
import { gatherDocuments } from "../gather-documents"

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
