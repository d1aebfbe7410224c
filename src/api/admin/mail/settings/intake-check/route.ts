import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../container/mail-module"
import { refusing } from "../../../../../http/refusals"
import type { MailboxCheckDTO } from "../../../../../modules/mail/intake/check"

/** Opens the mailbox of returned mail at once and answers how that went; a refusal of the server is an answer too. */
export const POST = refusing(
  async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ check: MailboxCheckDTO }>): Promise<void> => {
    res.json({ check: await mailModule(req.scope).checkIntake() })
  }
)
