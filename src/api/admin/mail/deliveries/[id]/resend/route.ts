import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../../container/mail-module"
import { refusing } from "../../../../../../http/refusals"
import type { DeliveryDetailDTO } from "../../../../../../modules/mail/deliveries/ledger"
import type { ResendDTO, ResendPreviewDTO } from "../../../../../../modules/mail/deliveries/resend"
import { resendMailWorkflow } from "../../../../../../workflows/single/resend-mail"

/** Where it would go now. */
export const GET = refusing(
  async (
    req: AuthenticatedMedusaRequest,
    res: MedusaResponse<{ resend: ResendPreviewDTO }>
  ): Promise<void> => {
    res.json({ resend: await mailModule(req.scope).previewResend(req.params.id!) })
  }
)

/** Sends the mail of a delivery once more, as a delivery of its own; a flagged address comes as a warning. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest,
    res: MedusaResponse<{ delivery: DeliveryDetailDTO; warning: ResendDTO["warning"] }>
  ): Promise<void> => {
    const { result } = await resendMailWorkflow(req.scope).run({
      input: { id: req.params.id, actor_id: req.auth_context.actor_id },
    })
    const delivery = await mailModule(req.scope).getDelivery(result.id)
    res.status(202).json({ delivery, warning: result.warning })
  }
)
