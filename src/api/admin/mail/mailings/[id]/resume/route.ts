import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { refusing } from "../../../../../../http/refusals"
import type { MailingDTO } from "../../../../../../modules/mail/mailings/mailing"
import { resumeMailingWorkflow } from "../../../../../../workflows/mailings/resume-mailing"

/** Goes on where it stopped. */
export const POST = refusing(
  async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ mailing: MailingDTO }>): Promise<void> => {
    const { result: mailing } = await resumeMailingWorkflow(req.scope).run({ input: { id: req.params.id } })
    res.status(202).json({ mailing })
  }
)
