import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { refusing } from "../../../../http/refusals"
import type { DefaultInserts } from "../../../../modules/mail/content/order-insert"

/** Our own templates of the insert in each language, to start from or to go back to. */
export const GET = refusing(
  async (req: MedusaRequest, res: MedusaResponse<{ order_insert: DefaultInserts }>): Promise<void> => {
    res.json({ order_insert: await mailModule(req.scope).getDefaultInserts() })
  }
)
