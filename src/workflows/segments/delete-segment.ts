import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { type ByActor, separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import { byId } from "../../modules/mail/shapes"
import { check } from "../../modules/mail/shapes/check"

export interface DeleteSegmentInput extends ByActor {
  id: string
}

export const deleteSegmentStepId = "delete-segment"

/** Deletes a segment. */
export const deleteSegmentStep = createStep(
  deleteSegmentStepId,
  async (given: DeleteSegmentInput, { container }) => {
    const { input } = await separateActor(container, given, "update")
    const { id } = check(byId, input)
    await mailModule(container).deleteSegment(id)
    return new StepResponse({ id }, id)
  },
  async (id, { container }) => {
    if (id) {
      await mailModule(container).restoreSegment(id)
    }
  }
)

export const deleteSegmentWorkflowId = "mail-delivery-delete-segment"

/**
 * Deletes a segment. What was sent to it keeps its name and filter; a draft that names it has to be given other recipients.
 *
 * @throws MedusaError `not_found`; `not_allowed` while a mailing that is about to be sent needs it.
 *
 * @example
 * await deleteSegmentWorkflow(container).run({ input: { id: "mseg_123" } })
 */
export const deleteSegmentWorkflow = createWorkflow(
  deleteSegmentWorkflowId,
  (input: WorkflowData<DeleteSegmentInput>) => {
    return new WorkflowResponse(deleteSegmentStep(input))
  }
)
