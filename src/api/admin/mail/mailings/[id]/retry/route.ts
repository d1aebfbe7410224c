/** `POST /admin/mail/mailings/:id/retry`. */
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import type { MailingDTO } from "../../../../../../modules/mail/mailings/mailing"
import { retryMailingWorkflow } from "../../../../../../workflows/mailings/retry-mailing"
import type { AdminRetryMailingType } from "../../validators"

/** Sends the failed or the uncertain deliveries once more. */
export async function POST(
  req: AuthenticatedMedusaRequest<AdminRetryMailingType>,
  res: MedusaResponse<{ mailing: MailingDTO }>
): Promise<void> {
  const { result: mailing } = await retryMailingWorkflow(req.scope).run({
    input: { id: req.params.id, ...req.validatedBody, actor_id: req.auth_context.actor_id },
  })
  res.status(202).json({ mailing })
}
