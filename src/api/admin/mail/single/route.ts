import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { refusing } from "../../../../http/refusals"
import type { SingleMailDTO, SingleMailInput } from "../../../../modules/mail/deliveries/single"
import { sendMailWorkflow } from "../../../../workflows/single/send-mail"

/** Sends one mail to one address, as `sendMailWorkflow` does: the same `idempotency_key` never sends twice. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest<SingleMailInput>,
    res: MedusaResponse<{ delivery: SingleMailDTO }>
  ): Promise<void> => {
    const { result: delivery } = await sendMailWorkflow(req.scope).run({
      input: { ...req.validatedBody, actor_id: req.auth_context.actor_id },
    })
    res.status(202).json({ delivery })
  }
)
