import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { only } from "../../../../http/fields"
import { refusing } from "../../../../http/refusals"
import type { deliveriesQuery } from "./queries"

/** The ledger across mailings: everything a customer got, or everything about an order. Newest first. */
export const GET = refusing(async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
  const { chosen, ...query } = req.validatedQuery as ReturnType<typeof deliveriesQuery>
  const found = await mailModule(req.scope).listDeliveries(query)
  res.json({
    ...found,
    deliveries: found.deliveries.map(only(chosen)),
    offset: query.offset,
    limit: query.limit,
  })
})
