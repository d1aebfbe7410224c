import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { refusing } from "../../../../http/refusals"
import type { AudienceDTO } from "../../../../modules/mail/service"
import type { AudienceQuestion } from "../../../../modules/mail/shapes"

/** How many an audience comes to, who is left out and why, and whether the quota reaches. Changes nothing. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest<AudienceQuestion>,
    res: MedusaResponse<AudienceDTO>
  ): Promise<void> => {
    const { audience, purpose } = req.validatedBody
    res.json(await mailModule(req.scope).countAudience(audience, purpose))
  }
)
