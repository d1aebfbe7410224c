import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../container/mail-module"
import { refusing } from "../../../../../http/refusals"
import type { SenderCheckDTO } from "../../../../../modules/mail/sender/check"
import type { senderCheckQuery } from "../queries"

/** Looks up what DNS says of the sender's domain: what is right, what is to be mended and how, and what could not be told. */
export const GET = refusing(
  async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ check: SenderCheckDTO }>): Promise<void> => {
    const { transport } = req.validatedQuery as ReturnType<typeof senderCheckQuery>
    res.json({ check: await mailModule(req.scope).checkSender(transport) })
  }
)
