import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { refusing } from "../../../../../../http/refusals"
import type { MailingDTO } from "../../../../../../modules/mail/mailings/mailing"
import type { SendOptions } from "../../../../../../modules/mail/shapes"
import { sendMailingWorkflow } from "../../../../../../workflows/mailings/send-mailing"

/** Sends a draft, now or at `scheduled_at`; what does not fit or has errors is refused at once. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest<SendOptions>,
    res: MedusaResponse<{ mailing: MailingDTO }>
  ): Promise<void> => {
    const { result: mailing } = await sendMailingWorkflow(req.scope).run({
      input: { id: req.params.id, ...req.validatedBody, actor_id: req.auth_context.actor_id },
    })
    res.status(202).json({ mailing })
  }
)
