/** `POST /admin/mail/preview`. */
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import type { PreviewDTO } from "../../../../modules/mail/mailings/preview"
import { mailModule } from "../../../../workflows/mail-module"
import type { AdminPreviewMailType } from "./validators"

/** The finished mail as a recipient would get it; faults come in `errors`. Changes nothing. */
export async function POST(
  req: AuthenticatedMedusaRequest<AdminPreviewMailType>,
  res: MedusaResponse<PreviewDTO>
): Promise<void> {
  res.json(await mailModule(req.scope).previewContent(req.validatedBody))
}
