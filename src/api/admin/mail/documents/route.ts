/** `GET /admin/mail/documents`. */
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../workflows/mail-module"
import type { AdminGetMailDocumentsParamsType } from "./validators"

/** Orders, shipments or quotes to write to, newest first. */
export async function GET(
  req: AuthenticatedMedusaRequest<unknown, AdminGetMailDocumentsParamsType>,
  res: MedusaResponse
): Promise<void> {
  const query = req.validatedQuery as AdminGetMailDocumentsParamsType
  const found = await mailModule(req.scope).findDocuments(query)
  res.json({ ...found, offset: query.offset, limit: query.limit })
}
