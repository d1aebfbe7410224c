import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { refusing } from "../../../../../../http/refusals"
import type { MailingDTO } from "../../../../../../modules/mail/mailings/mailing"
import { undoSendWorkflow } from "../../../../../../workflows/mailings/undo-send"

/** Takes Send back: the mailing is a draft again, unless it has begun. */
export const POST = refusing(
  async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ mailing: MailingDTO }>): Promise<void> => {
    const { result: mailing } = await undoSendWorkflow(req.scope).run({ input: { id: req.params.id } })
    res.json({ mailing })
  }
)
