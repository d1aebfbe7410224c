/** What the list of orders, shipments and quotes can be asked for. */
import { z } from "@medusajs/framework/zod"

import { ORDER_STATUSES } from "../../../../modules/mail/orders/list"
import { FULFILLMENT_STATUSES, PAYMENT_STATUSES } from "../../../../modules/mail/orders/progress"
import { ORDER_SOURCES } from "../../../../modules/mail/types"
import { dateRange, listInQuery, page } from "../common-validators"

/** Query of `GET /admin/mail/documents`. */
export const AdminGetMailDocumentsParams = page.extend({
  source: z.enum(ORDER_SOURCES),
  q: z.string().optional(),
  status: listInQuery(z.enum(ORDER_STATUSES)).optional(),
  fulfillment_status: listInQuery(z.enum(FULFILLMENT_STATUSES)).optional(),
  payment_status: listInQuery(z.enum(PAYMENT_STATUSES)).optional(),
  created_at: dateRange.optional(),
})
export type AdminGetMailDocumentsParamsType = z.infer<typeof AdminGetMailDocumentsParams>
