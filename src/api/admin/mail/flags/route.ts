import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { only } from "../../../../http/fields"
import { refusing } from "../../../../http/refusals"
import type { flagsQuery } from "./queries"

/** When a customer's address was flagged invalid, why and by whom, and when it was cleared; the latest first. */
export const GET = refusing(async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
  const { chosen, ...query } = req.validatedQuery as ReturnType<typeof flagsQuery>
  const found = await mailModule(req.scope).listFlagEvents(query)
  res.json({ ...found, flags: found.flags.map(only(chosen)), offset: query.offset, limit: query.limit })
})
