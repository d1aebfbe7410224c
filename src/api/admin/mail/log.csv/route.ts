import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { sendCsv } from "../../../../http/files"
import { refusing } from "../../../../http/refusals"
import type { logFileQuery } from "../log/queries"

/** All mail that is looked for, the latest first, for a spreadsheet. */
export const GET = refusing(async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
  const part = req.validatedQuery as ReturnType<typeof logFileQuery>
  await sendCsv(req, res, "mail", await mailModule(req.scope).exportLog(part))
})
