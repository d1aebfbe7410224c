/** `POST /admin/mail/audience/people.csv`: a body, because an audience does not fit into an address. */
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../container/mail-module"
import { sendCsv } from "../../../../../http/files"
import { refusing } from "../../../../../http/refusals"
import type { AudienceFile } from "../../../../../modules/mail/shapes"

/** The people behind a count, for a spreadsheet. Changes nothing. */
export const POST = refusing(
  async (req: AuthenticatedMedusaRequest<AudienceFile>, res: MedusaResponse): Promise<void> => {
    const asked = req.validatedBody
    const pieces = await mailModule(req.scope).exportAudience(asked)
    await sendCsv(req, res, ["members", asked.reason ?? asked.consent ?? "recipients"].join("-"), pieces)
  }
)
