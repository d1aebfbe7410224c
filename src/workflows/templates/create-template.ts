import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { type ByActor, separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import type { TemplateInput } from "../../modules/mail/templates/templates"

export type CreateTemplateInput = TemplateInput & ByActor

export const createTemplateStepId = "create-template"

/** Stores a template. */
export const createTemplateStep = createStep(
  createTemplateStepId,
  async (given: CreateTemplateInput, { container }) => {
    const { input } = await separateActor(container, given, "update")
    const template = await mailModule(container).createTemplate(input)
    return new StepResponse(template, template.id)
  },
  async (id, { container }) => {
    if (id) {
      await mailModule(container).deleteTemplate(id)
    }
  }
)

export const createTemplateWorkflowId = "mail-delivery-create-template"

/**
 * Stores a template to start mails from.
 *
 * @throws MedusaError `invalid_data` naming field, place and fault: what could not be sent is not stored.
 *
 * @example
 * const { result: template } = await createTemplateWorkflow(container).run({
 *   input: { name: "News", kind: "member", subject: "News", body: "Hello {{ member.name }}", format: "text" },
 * })
 */
export const createTemplateWorkflow = createWorkflow(
  createTemplateWorkflowId,
  (input: WorkflowData<CreateTemplateInput>) => {
    return new WorkflowResponse(createTemplateStep(input))
  }
)
