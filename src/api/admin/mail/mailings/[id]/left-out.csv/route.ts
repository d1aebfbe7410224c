import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../../container/mail-module"
import { sendCsv } from "../../../../../../http/files"
import { refusing } from "../../../../../../http/refusals"
import type { leftOutFileQuery } from "../../queries"

/** What an order mailing left out, for a spreadsheet. */
export const GET = refusing(async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
  const id = req.params.id!
  const { reason } = req.validatedQuery as ReturnType<typeof leftOutFileQuery>
  const pieces = await mailModule(req.scope).exportLeftOut(id, reason)
  await sendCsv(req, res, ["mailing", id, reason ?? "left-out"].join("-"), pieces)
})
