import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { type ByActor, separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import { byId, templateChanges } from "../../modules/mail/shapes"
import { check } from "../../modules/mail/shapes/check"
import type { TemplateChanges } from "../../modules/mail/templates/templates"
import { partOf } from "../part-of"

export interface UpdateTemplateInput extends ByActor {
  id: string
  /** What is left out stays. */
  changes: TemplateChanges
}

export const updateTemplateStepId = "update-template"

const shape = byId.extend({ changes: templateChanges })

/** Changes a template. */
export const updateTemplateStep = createStep(
  updateTemplateStepId,
  async (given: UpdateTemplateInput, { container }) => {
    const { input } = await separateActor(container, given, "update")
    const { id, changes } = check(shape, input)
    const mail = mailModule(container)
    const before = partOf(await mail.getTemplate(id), changes)
    return new StepResponse(await mail.updateTemplate(id, changes), { id, before })
  },
  async (undo, { container }) => {
    if (undo) {
      await mailModule(container).updateTemplate(undo.id, undo.before)
    }
  }
)

export const updateTemplateWorkflowId = "mail-delivery-update-template"

/**
 * Changes a template. Mailings made from it keep their own words.
 *
 * @throws MedusaError `invalid_data` naming field, place and fault; `not_found`.
 *
 * @example
 * await updateTemplateWorkflow(container).run({ input: { id: "mtpl_123", changes: { subject: "News" } } })
 */
export const updateTemplateWorkflow = createWorkflow(
  updateTemplateWorkflowId,
  (input: WorkflowData<UpdateTemplateInput>) => {
    return new WorkflowResponse(updateTemplateStep(input))
  }
)
