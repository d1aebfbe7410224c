import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { only } from "../../../../http/fields"
import { refusing } from "../../../../http/refusals"
import type { documentsQuery } from "./queries"

/** Orders, shipments or quotes to write to, newest first. */
export const GET = refusing(async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
  const { chosen, ...query } = req.validatedQuery as ReturnType<typeof documentsQuery>
  const found = await mailModule(req.scope).findDocuments(query)
  res.json({
    ...found,
    documents: found.documents.map(only(chosen)),
    offset: query.offset,
    limit: query.limit,
  })
})
