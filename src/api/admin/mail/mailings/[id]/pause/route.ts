import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { refusing } from "../../../../../../http/refusals"
import type { MailingDTO } from "../../../../../../modules/mail/mailings/mailing"
import { pauseMailingWorkflow } from "../../../../../../workflows/mailings/pause-mailing"

/** Stops sending; what is on a connection is still recorded. */
export const POST = refusing(
  async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ mailing: MailingDTO }>): Promise<void> => {
    const { result: mailing } = await pauseMailingWorkflow(req.scope).run({ input: { id: req.params.id } })
    res.status(202).json({ mailing })
  }
)
