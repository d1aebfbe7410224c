/** `GET /admin/mail/deliveries/:id`. */
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../container/mail-module"
import type { DeliveryDetailDTO } from "../../../../../modules/mail/deliveries/ledger"

/** One delivery with its events and the mail as it was sent. */
export async function GET(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ delivery: DeliveryDetailDTO }>
): Promise<void> {
  res.json({ delivery: await mailModule(req.scope).getDelivery(req.params.id) })
}
