import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { refusing } from "../../../../../http/refusals"
import type { SetFlagsInput } from "../../../../../modules/mail/members/set-consent"
import { setMemberFlagsWorkflow } from "../../../../../workflows/members/set-member-flags"

/** Sets or clears the invalid flag of addresses. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest<SetFlagsInput>,
    res: MedusaResponse<{ updated: number }>
  ): Promise<void> => {
    const { result } = await setMemberFlagsWorkflow(req.scope).run({
      input: { ...req.validatedBody, actor_id: req.auth_context.actor_id },
    })
    res.json(result)
  }
)
