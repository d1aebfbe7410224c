/** `GET /admin/mail/health`, for monitors. */
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { refusing } from "../../../../http/refusals"
import type { MailFlowDTO } from "../../../../modules/mail/health/flow"

/** Whether mail flows: 200 if it does, 503 with the same body if not. */
export const GET = refusing(
  async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ health: MailFlowDTO }>): Promise<void> => {
    const health = await mailModule(req.scope).getFlow()
    res.status(health.status === "flowing" ? 200 : 503).json({ health })
  }
)
