import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../container/mail-module"
import { refusing } from "../../../../../http/refusals"
import type { LastOrderDTO } from "../../../../../modules/mail/members/last-orders"
import type { lastOrdersQuery } from "../queries"

/** When customers last ordered, for a list that was asked without it; at most 200 of them. */
export const GET = refusing(
  async (
    req: AuthenticatedMedusaRequest,
    res: MedusaResponse<{ last_orders: LastOrderDTO[] }>
  ): Promise<void> => {
    const question = req.validatedQuery as ReturnType<typeof lastOrdersQuery>
    res.json({ last_orders: await mailModule(req.scope).listLastOrders(question) })
  }
)
