import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { refusing } from "../../../../http/refusals"
import type { Activity } from "../../../../modules/mail/quota/activity"

/** What was sent on each day of this month. */
export const GET = refusing(
  async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ activity: Activity }>): Promise<void> => {
    res.json({ activity: await mailModule(req.scope).getActivity() })
  }
)
