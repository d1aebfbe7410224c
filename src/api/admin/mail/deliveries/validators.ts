/** What the ledger can be asked for. */
import { z } from "@medusajs/framework/zod"

import { AdminGetMailingDeliveriesParams } from "../mailings/validators"

/** Query of `GET /admin/mail/deliveries`. */
export const AdminGetMailDeliveriesParams = AdminGetMailingDeliveriesParams.extend({
  customer_id: z.string().optional(),
  order_id: z.string().optional(),
  order: z.enum(["-created_at"]).optional(),
})
export type AdminGetMailDeliveriesParamsType = z.infer<typeof AdminGetMailDeliveriesParams>
