import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { only } from "../../../../http/fields"
import { refusing } from "../../../../http/refusals"
import type { failuresQuery } from "./queries"

/** Mails that were refused, came back or were reported as spam, of all mailings, the latest first. Pages go by `after`, not by offset. */
export const GET = refusing(async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
  const { chosen, ...query } = req.validatedQuery as ReturnType<typeof failuresQuery>
  const found = await mailModule(req.scope).listFailedDeliveries(query)
  res.json({ ...found, failures: found.failures.map(only(chosen)), limit: query.limit })
})
