import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { refusing } from "../../../../../../http/refusals"
import type { MailingDTO } from "../../../../../../modules/mail/mailings/mailing"
import { cancelMailingWorkflow } from "../../../../../../workflows/mailings/cancel-mailing"

/** Nothing more is sent; what is open becomes skipped. */
export const POST = refusing(
  async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ mailing: MailingDTO }>): Promise<void> => {
    const { result: mailing } = await cancelMailingWorkflow(req.scope).run({ input: { id: req.params.id } })
    res.status(202).json({ mailing })
  }
)
