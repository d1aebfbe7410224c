import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { type ByActor, separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import type { MailingInput } from "../../modules/mail/mailings/drafts"

export type CreateMailingInput = MailingInput & ByActor

export const createMailingStepId = "create-mailing"

/** Keeps a draft. */
export const createMailingStep = createStep(
  createMailingStepId,
  async (given: CreateMailingInput, { container }) => {
    const { input, actorId } = await separateActor(container, given, "update")
    const mailing = await mailModule(container).createMailing(input, actorId)
    return new StepResponse(mailing, mailing.id)
  },
  async (id, { container }) => {
    if (id) {
      await mailModule(container).deleteMailing(id)
    }
  }
)

export const createMailingWorkflowId = "mail-delivery-create-mailing"

/**
 * Keeps the draft of a mailing, errors in its templates and all: only what is sent must be right.
 *
 * @example
 * const { result: mailing } = await createMailingWorkflow(container).run({
 *   input: {
 *     kind: "member",
 *     content: { subject: "News", body: "Hello {{ member.first_name }}", format: "text", include_signature: true },
 *     audience: { filter: { groups: ["cusgroup_123"] } },
 *   },
 * })
 */
export const createMailingWorkflow = createWorkflow(
  createMailingWorkflowId,
  (input: WorkflowData<CreateMailingInput>) => {
    return new WorkflowResponse(createMailingStep(input))
  }
)
