import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../container/mail-module"
import { refusing } from "../../../../../http/refusals"
import type { DeliveryDetailDTO } from "../../../../../modules/mail/deliveries/ledger"

/** One delivery with its events and the mail as it was sent. */
export const GET = refusing(
  async (
    req: AuthenticatedMedusaRequest,
    res: MedusaResponse<{ delivery: DeliveryDetailDTO }>
  ): Promise<void> => {
    res.json({ delivery: await mailModule(req.scope).getDelivery(req.params.id) })
  }
)
