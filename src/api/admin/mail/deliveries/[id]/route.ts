import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../container/mail-module"
import { only } from "../../../../../http/fields"
import { refusing } from "../../../../../http/refusals"
import type { DeliveryDetailDTO } from "../../../../../modules/mail/deliveries/ledger"
import type { deliveryQuery } from "../queries"

/** One delivery with its events and the mail as it was sent. */
export const GET = refusing(
  async (
    req: AuthenticatedMedusaRequest,
    res: MedusaResponse<{ delivery: Partial<DeliveryDetailDTO> }>
  ): Promise<void> => {
    const { chosen } = req.validatedQuery as ReturnType<typeof deliveryQuery>
    const delivery = await mailModule(req.scope).getDelivery(req.params.id)
    res.json({ delivery: only(chosen)(delivery) })
  }
)
