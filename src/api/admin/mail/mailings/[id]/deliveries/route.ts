import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../../container/mail-module"
import { only } from "../../../../../../http/fields"
import { refusing } from "../../../../../../http/refusals"
import type { mailingDeliveriesQuery } from "../../queries"

/** What became of every mail of a mailing, in the order of sending. */
export const GET = refusing(async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
  const mail = mailModule(req.scope)
  const { chosen, ...query } = req.validatedQuery as ReturnType<typeof mailingDeliveriesQuery>
  const { id } = await mail.getMailing(req.params.id)
  const found = await mail.listDeliveries({ ...query, mailing_id: id })
  res.json({
    ...found,
    deliveries: found.deliveries.map(only(chosen)),
    offset: query.offset,
    limit: query.limit,
  })
})
