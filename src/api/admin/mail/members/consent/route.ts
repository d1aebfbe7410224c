import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { refusing } from "../../../../../http/refusals"
import type { SetConsentInput } from "../../../../../modules/mail/members/set-consent"
import { setMemberConsentWorkflow } from "../../../../../workflows/members/set-member-consent"

/** Records consents that the store already has, or withdrawals. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest<SetConsentInput>,
    res: MedusaResponse<{ updated: number }>
  ): Promise<void> => {
    const { result } = await setMemberConsentWorkflow(req.scope).run({
      input: { ...req.validatedBody, actor_id: req.auth_context.actor_id },
    })
    res.json(result)
  }
)
