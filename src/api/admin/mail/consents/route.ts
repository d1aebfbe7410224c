import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { only } from "../../../../http/fields"
import { refusing } from "../../../../http/refusals"
import type { consentsQuery } from "./queries"

/** What is on record of a customer's consents, the latest first. */
export const GET = refusing(async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
  const { chosen, ...query } = req.validatedQuery as ReturnType<typeof consentsQuery>
  const found = await mailModule(req.scope).listConsents(query)
  res.json({ ...found, consents: found.consents.map(only(chosen)), offset: query.offset, limit: query.limit })
})
