/** `POST /admin/mail/mailings/:id/retry`. */
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { refusing } from "../../../../../../http/refusals"
import type { MailingDTO } from "../../../../../../modules/mail/mailings/mailing"
import type { RetryOptions } from "../../../../../../modules/mail/shapes"
import { retryMailingWorkflow } from "../../../../../../workflows/mailings/retry-mailing"

/** Sends the failed or the uncertain deliveries once more. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest<RetryOptions>,
    res: MedusaResponse<{ mailing: MailingDTO }>
  ): Promise<void> => {
    const { result: mailing } = await retryMailingWorkflow(req.scope).run({
      input: { id: req.params.id, ...req.validatedBody, actor_id: req.auth_context.actor_id },
    })
    res.status(202).json({ mailing })
  }
)
