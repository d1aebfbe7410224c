import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { refusing } from "../../../../http/refusals"
import type { QuotaBalance } from "../../../../modules/mail/quota/quota"

/** This month's balance. */
export const GET = refusing(
  async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ quota: QuotaBalance }>): Promise<void> => {
    res.json({ quota: await mailModule(req.scope).getQuota() })
  }
)
