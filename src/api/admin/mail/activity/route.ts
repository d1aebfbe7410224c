/** `GET /admin/mail/activity`. */
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import type { Activity } from "../../../../modules/mail/activity"
import { mailModule } from "../../../../workflows/mail-module"

/** What was sent on each day of this month. */
export async function GET(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ activity: Activity }>
): Promise<void> {
  res.json({ activity: await mailModule(req.scope).getActivity() })
}
