/** `GET /admin/mail/members`. */
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../workflows/mail-module"
import type { AdminGetMailMembersParamsType } from "./validators"

/** Members as mail sees them, by the same filter as audiences. */
export async function GET(
  req: AuthenticatedMedusaRequest<unknown, AdminGetMailMembersParamsType>,
  res: MedusaResponse
): Promise<void> {
  const { limit, offset, order, ...filter } = req.validatedQuery as AdminGetMailMembersParamsType
  const found = await mailModule(req.scope).listMembers(filter, { limit, offset, order })
  res.json({ ...found, offset, limit })
}
