import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../../container/mail-module"
import { refusing } from "../../../../../../http/refusals"
import type { ReasonCount } from "../../../../../../modules/mail/deliveries/reasons"

/** Why mails of a mailing failed, wait, came back or were left out, and how many for each reason. */
export const GET = refusing(
  async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ reasons: ReasonCount[] }>): Promise<void> => {
    res.json({ reasons: await mailModule(req.scope).countReasons(req.params.id!) })
  }
)
