/** `GET /admin/mail/deliveries`. */
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import type { deliveriesQuery } from "./queries"

/** The ledger across mailings: everything a customer got, or everything about an order. Newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const query = req.validatedQuery as ReturnType<typeof deliveriesQuery>
  const found = await mailModule(req.scope).listDeliveries(query)
  res.json({ ...found, offset: query.offset, limit: query.limit })
}
