import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../../container/mail-module"
import { refusing } from "../../../../../../http/refusals"
import type { LeftOutPage } from "../../../../../../modules/mail/mailings/left-out"
import type { leftOutQuery } from "../../queries"

/** The orders, shipments or quotes of an order mailing that got no mail, in the order in which they were chosen. */
export const GET = refusing(
  async (req: AuthenticatedMedusaRequest, res: MedusaResponse<LeftOutPage>): Promise<void> => {
    const asked = req.validatedQuery as ReturnType<typeof leftOutQuery>
    res.json(await mailModule(req.scope).listLeftOut(req.params.id!, asked))
  }
)
