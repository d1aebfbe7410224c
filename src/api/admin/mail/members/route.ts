import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { only } from "../../../../http/fields"
import { refusing } from "../../../../http/refusals"
import type { membersQuery } from "./queries"

/** Members as mail sees them, by the same filter as audiences; no order is read to show it if `fields` leaves `last_order_at` out. */
export const GET = refusing(async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
  const { limit, offset, order, chosen, ...filter } = req.validatedQuery as ReturnType<typeof membersQuery>
  const with_last_order = !chosen || chosen.has("last_order_at")
  const found = await mailModule(req.scope).listMembers(filter, { limit, offset, order, with_last_order })
  res.json({ ...found, members: found.members.map(only(chosen)), offset, limit })
})
