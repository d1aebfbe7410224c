import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../../container/mail-module"
import { sendCsv } from "../../../../../../http/files"
import { refusing } from "../../../../../../http/refusals"
import type { exportQuery } from "../../queries"

/** What became of every mail of a mailing, for a spreadsheet. */
export const GET = refusing(async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
  const { id } = req.params
  const part = req.validatedQuery as ReturnType<typeof exportQuery>
  const pieces = await mailModule(req.scope).exportDeliveries(id, part)
  await sendCsv(req, res, ["mailing", id, ...(part.state ?? [])].join("-"), pieces)
})
