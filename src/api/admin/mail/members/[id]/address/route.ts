import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { refusing } from "../../../../../../http/refusals"
import type { CorrectedAddress } from "../../../../../../modules/mail/shapes"
import { correctAddressWorkflow } from "../../../../../../workflows/members/correct-address"

/** Corrects a customer's address, unless another customer has it: 409 naming the field. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest<CorrectedAddress>,
    res: MedusaResponse<{ customer_id: string; email: string }>
  ): Promise<void> => {
    // Without the actor: who may change customers has been asked by the route's own right.
    const { result } = await correctAddressWorkflow(req.scope).run({
      input: { customer_id: req.params.id!, ...req.validatedBody },
    })
    res.json(result)
  }
)
