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

export interface UndoSendInput extends ByActor {
  id: string
}

export const undoSendStepId = "undo-send"

/** Takes Send back. Not compensated: nobody may find a mailing sent that they took back. */
export const undoSendStep = createStep(undoSendStepId, async (given: UndoSendInput, { container }) => {
  const { input } = await separateActor(container, given, "send")
  const { id } = check(byId, input)
  return new StepResponse(await mailModule(container).undoSend(id))
})

export const undoSendWorkflowId = "mail-delivery-undo-send"

/**
 * Takes Send back, as long as the mailing has not begun: it is a draft again, with its words and its audience.
 *
 * @throws MedusaError `not_allowed` when it has begun, or naming the state.
 *
 * @example
 * const { result: draft } = await undoSendWorkflow(container).run({ input: { id: "mling_123" } })
 */
export const undoSendWorkflow = createWorkflow(undoSendWorkflowId, (input: WorkflowData<UndoSendInput>) => {
  return new WorkflowResponse(undoSendStep(input))
})
