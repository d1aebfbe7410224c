import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { sendCsv } from "../../../../http/files"
import { refusing } from "../../../../http/refusals"
import type { consentFileQuery } from "../consents/queries"

/** The record of all consents, or of one customer's, for a spreadsheet. */
export const GET = refusing(async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
  const { customer_id } = req.validatedQuery as ReturnType<typeof consentFileQuery>
  const pieces = await mailModule(req.scope).exportConsents(customer_id)
  await sendCsv(req, res, ["consents", ...(customer_id ? [customer_id] : [])].join("-"), pieces)
})
