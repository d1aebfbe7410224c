/** The step behind the workflow `create-mailing`. */
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { MailingInput } from "../../../modules/mail/mailings/drafts"
import { mailModule } from "../../mail-module"
import { type ByActor, told } from "../../told"

export type CreateMailingInput = MailingInput & ByActor

export const createMailingStepId = "create-mailing"

/** Keeps a draft. */
export const createMailingStep = createStep(
  createMailingStepId,
  async (given: CreateMailingInput, { container }) => {
    const { input, actorId } = await told(container, given, "update")
    const mailing = await mailModule(container).createMailing(input, actorId)
    return new StepResponse(mailing, mailing.id)
  },
  async (id, { container }) => {
    if (id) {
      await mailModule(container).deleteMailing(id)
    }
  }
)
