import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { refusing } from "../../../../http/refusals"
import type { RecentRates } from "../../../../modules/mail/mailings/recent-rates"

/** How many mails of the last 30 days' mailings did not arrive, and how many were reported as spam. */
export const GET = refusing(
  async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ rates: RecentRates }>): Promise<void> => {
    res.json({ rates: await mailModule(req.scope).getRates() })
  }
)
