import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../container/mail-module"
import { refusing } from "../../../../../http/refusals"
import type { IntakeDTO } from "../../../../../modules/mail/facade/returns"

/** The doors through which news of sent mail comes in: the mailbox and the mail services, and what they said last. */
export const GET = refusing(
  async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ intake: IntakeDTO }>): Promise<void> => {
    res.json({ intake: await mailModule(req.scope).getIntake() })
  }
)
