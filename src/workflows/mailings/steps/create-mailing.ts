/** The step behind the workflow `create-mailing`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { MailingInput } from "../../../modules/mail/mailings/drafts"
import { mailModule } from "../../mail-module"

export interface CreateMailingInput extends MailingInput {
  /** The user who writes it. */
  actor_id?: string | null
}

export const createMailingStepId = "create-mailing"

/** Keeps a draft. */
export const createMailingStep = createStep(
  createMailingStepId,
  async ({ actor_id, ...input }: CreateMailingInput, { container }) => {
    const mailing = await mailModule(container).createMailing(input, actor_id)
    return new StepResponse(mailing, mailing.id)
  },
  async (id, { container }) => {
    if (id) {
      await mailModule(container).deleteMailing(id)
    }
  }
)
