import {
  createStep,
  createWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { type ByActor, separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import type { SegmentInput } from "../../modules/mail/segments/segments"

export type CreateSegmentInput = SegmentInput & ByActor

export const createSegmentStepId = "create-segment"

/** Keeps a filter under a name. */
export const createSegmentStep = createStep(
  createSegmentStepId,
  async (given: CreateSegmentInput, { container }) => {
    const { input, actorId } = await separateActor(container, given, "update")
    const segment = await mailModule(container).createSegment(input, actorId)
    return new StepResponse(segment, segment.id)
  },
  async (id, { container }) => {
    if (id) {
      await mailModule(container).deleteSegment(id)
    }
  }
)

export const createSegmentWorkflowId = "mail-delivery-create-segment"

/**
 * Keeps a filter of members under a name, for mailings to name it.
 *
 * @throws MedusaError `invalid_data` naming the field; `conflict` for a name that another segment has.
 *
 * @example
 * const { result: segment } = await createSegmentWorkflow(container).run({
 *   input: { name: "VIP", filter: { orders: { count: { $gte: 10 } } } },
 * })
 */
export const createSegmentWorkflow = createWorkflow(
  createSegmentWorkflowId,
  (input: WorkflowData<CreateSegmentInput>) => {
    return new WorkflowResponse(createSegmentStep(input))
  }
)
