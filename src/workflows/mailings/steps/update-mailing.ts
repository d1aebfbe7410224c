/** The step behind the workflow `update-mailing`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { MailingDTO } from "../../../modules/mail/mailings/mailing"
import type { MailingChanges } from "../../../modules/mail/service"
import { mailModule } from "../../mail-module"

export interface UpdateMailingInput {
  id: string
  /** What is left out stays; `scheduled_at: null` takes the mailing off the schedule. */
  changes: MailingChanges
}

export const updateMailingStepId = "update-mailing"

function writtenBy({ content, audience, document_ids, purpose, purpose_reason }: MailingDTO): MailingChanges {
  return { content, audience, document_ids, purpose, purpose_reason }
}

/** Changes a draft. */
export const updateMailingStep = createStep(
  updateMailingStepId,
  async ({ id, changes }: UpdateMailingInput, { container }) => {
    const mail = mailModule(container)
    const before = writtenBy(await mail.getMailing(id))
    return new StepResponse(await mail.updateMailing(id, changes), { id, before })
  },
  // The words come back; a place on the schedule does not: nobody may find a mailing sent that they took off.
  async (undo, { container }) => {
    if (undo) {
      await mailModule(container).updateMailing(undo.id, undo.before)
    }
  }
)
