/** `GET /admin/mail/quota`. */
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import type { QuotaBalance } from "../../../../modules/mail/quota/quota"
import { mailModule } from "../../../../workflows/mail-module"

/** This month's balance. */
export async function GET(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ quota: QuotaBalance }>
): Promise<void> {
  res.json({ quota: await mailModule(req.scope).getQuota() })
}
