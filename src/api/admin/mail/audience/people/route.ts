/** `POST /admin/mail/audience/people`: a body, because an audience does not fit into an address. */
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../container/mail-module"
import { refusing } from "../../../../../http/refusals"
import type { AudiencePage } from "../../../../../modules/mail/audience/people"
import type { AudienceList } from "../../../../../modules/mail/shapes"

/** The people behind a count: who gets the mail, or who is left out for one reason. Changes nothing. */
export const POST = refusing(
  async (req: AuthenticatedMedusaRequest<AudienceList>, res: MedusaResponse<AudiencePage>): Promise<void> => {
    res.json(await mailModule(req.scope).listAudience(req.validatedBody))
  }
)
