import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { only } from "../../../../http/fields"
import { refusing } from "../../../../http/refusals"
import type { logQuery } from "./queries"

/** All mail of the store, of every kind, the latest first. Pages go by `after`, not by offset. */
export const GET = refusing(async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
  const { chosen, ...query } = req.validatedQuery as ReturnType<typeof logQuery>
  const found = await mailModule(req.scope).listLog(query)
  res.json({ ...found, deliveries: found.deliveries.map(only(chosen)), limit: query.limit })
})
