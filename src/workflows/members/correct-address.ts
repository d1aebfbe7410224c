import {
  createStep,
  createWorkflow,
  StepResponse,
  transform,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { updateCustomersWorkflow } from "@medusajs/medusa/core-flows"

import { type ByActor, separateActor } from "../../container/actor"
import { mailModule } from "../../container/mail-module"
import type { CorrectAddressInput as Correction } from "../../modules/mail/members/correct-address"

export type CorrectAddressInput = Correction & ByActor

export const claimAddressStepId = "claim-address"

/** Changes nothing itself: Medusa's own step that follows takes back what it wrote. */
export const claimAddressStep = createStep(
  claimAddressStepId,
  async (given: CorrectAddressInput, { container }) => {
    const { input } = await separateActor(container, given, "update")
    const email = await mailModule(container).claimAddress(input)
    return new StepResponse({ customer_id: input.customer_id, email })
  }
)

export const correctAddressWorkflowId = "mail-delivery-correct-address"

/**
 * Corrects a customer's e-mail address, with Medusa's own workflow, unless another customer has it. The login of an account
 * keeps the old one.
 *
 * @throws MedusaError `not_found`; `invalid_data` for what is no address; `conflict` if another customer has it, which
 *   `shared: true` allows for an account and a guest who are the same person.
 *
 * @example
 * await correctAddressWorkflow(container).run({
 *   input: { customer_id: "cus_123", email: "hanako@example.com" },
 * })
 */
export const correctAddressWorkflow = createWorkflow(
  correctAddressWorkflowId,
  (input: WorkflowData<CorrectAddressInput>) => {
    const claimed = claimAddressStep(input)
    const change = transform(claimed, ({ customer_id, email }) => ({
      selector: { id: customer_id },
      update: { email },
    }))
    updateCustomersWorkflow.runAsStep({ input: change })
    return new WorkflowResponse(claimed)
  }
)
