/** `GET /admin/mail/quota`. */
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import type { QuotaBalance } from "../../../../modules/mail/quota/quota"

/** This month's balance. */
export async function GET(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ quota: QuotaBalance }>
): Promise<void> {
  res.json({ quota: await mailModule(req.scope).getQuota() })
}
