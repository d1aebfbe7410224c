/** `POST /admin/mail/members/flags`. */
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { setMemberFlagsWorkflow } from "../../../../../workflows/members/set-member-flags"
import type { AdminSetMailFlagsType } from "../validators"

/** Sets or clears the invalid flag of addresses. */
export async function POST(
  req: AuthenticatedMedusaRequest<AdminSetMailFlagsType>,
  res: MedusaResponse<{ updated: number }>
): Promise<void> {
  const { result } = await setMemberFlagsWorkflow(req.scope).run({ input: req.validatedBody })
  res.json(result)
}
