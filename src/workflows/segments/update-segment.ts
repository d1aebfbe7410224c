import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { type ByActor, separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import type { SegmentChanges } from "../../modules/mail/segments/segments"
import { byId, segmentChanges } from "../../modules/mail/shapes"
import { check } from "../../modules/mail/shapes/check"
import { partOf } from "../part-of"

export interface UpdateSegmentInput extends ByActor {
  id: string
  /** What is left out stays. */
  changes: SegmentChanges
}

export const updateSegmentStepId = "update-segment"

const shape = byId.extend({ changes: segmentChanges })

/** Changes a segment. */
export const updateSegmentStep = createStep(
  updateSegmentStepId,
  async (given: UpdateSegmentInput, { container }) => {
    const { input, actorId } = await separateActor(container, given, "update")
    const { id, changes } = check(shape, input)
    const mail = mailModule(container)
    const before = await mail.getSegment(id)
    const segment = await mail.updateSegment(id, changes, actorId)
    return new StepResponse(segment, { id, before: partOf(before, changes), by: before.updated_by })
  },
  async (undo, { container }) => {
    if (undo) {
      await mailModule(container).updateSegment(undo.id, undo.before, undo.by)
    }
  }
)

export const updateSegmentWorkflowId = "mail-delivery-update-segment"

/**
 * Changes a segment. Drafts and scheduled mailings that name it follow it; what was sent keeps the filter that it was sent
 * with.
 *
 * @throws MedusaError `invalid_data` naming the field; `conflict` for a name that another segment has; `not_found`.
 *
 * @example
 * await updateSegmentWorkflow(container).run({ input: { id: "mseg_123", changes: { name: "Regulars" } } })
 */
export const updateSegmentWorkflow = createWorkflow(
  updateSegmentWorkflowId,
  (input: WorkflowData<UpdateSegmentInput>) => {
    return new WorkflowResponse(updateSegmentStep(input))
  }
)
