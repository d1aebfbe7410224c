import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { type ByActor, separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import type { MailingChanges } from "../../modules/mail/mailings/drafts"
import type { MailingDTO } from "../../modules/mail/mailings/mailing"
import { byId, mailingChanges } from "../../modules/mail/shapes"
import { check } from "../../modules/mail/shapes/check"
import { keptFile } from "../../modules/mail/words/files"

export interface UpdateMailingInput extends ByActor {
  id: string
  /** What is left out stays; `scheduled_at: null` takes the mailing off the schedule. */
  changes: MailingChanges
}

export const updateMailingStepId = "update-mailing"

const shape = byId.extend({ changes: mailingChanges })

/** Of each kind, what can be written of it. */
function writtenBy(mailing: MailingDTO): MailingChanges {
  const { kind, content, template_id, sender_name, reply_to } = mailing
  const { audience, document_ids, purpose, purpose_reason } = mailing
  const attachments = mailing.attachments.map(keptFile)
  const common = { content, template_id, sender_name, reply_to }
  return kind === "member"
    ? { ...common, audience: audience ?? undefined, purpose, purpose_reason }
    : { ...common, document_ids: document_ids ?? undefined, attachments }
}

/** Changes a draft. */
export const updateMailingStep = createStep(
  updateMailingStepId,
  async (given: UpdateMailingInput, { container }) => {
    const { input } = await separateActor(container, given, "update")
    const { id, changes } = check(shape, input)
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

export const updateMailingWorkflowId = "mail-delivery-update-mailing"

/**
 * Changes the draft of a mailing, a refused one, or a scheduled one that the same call takes off the schedule.
 *
 * @throws MedusaError `not_allowed` naming the state.
 *
 * @example
 * await updateMailingWorkflow(container).run({
 *   input: { id: "mling_123", changes: { audience: { customer_ids: ["cus_123"] }, scheduled_at: null } },
 * })
 */
export const updateMailingWorkflow = createWorkflow(
  updateMailingWorkflowId,
  (input: WorkflowData<UpdateMailingInput>) => {
    return new WorkflowResponse(updateMailingStep(input))
  }
)
