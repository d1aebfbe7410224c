/** What the ledger's routes take. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { takes } from "../../../../http/input"
import { deliveriesQuery, deliveryQuery } from "./queries"

export const adminMailDeliveryMiddlewares: MiddlewareRoute[] = [
  takes("GET", "/admin/mail/deliveries", { query: deliveriesQuery }),
  takes("GET", "/admin/mail/deliveries/:id", { query: deliveryQuery }),
  takes("GET", "/admin/mail/deliveries/:id/attachments/:index"),
  takes("GET", "/admin/mail/deliveries/:id/resend"),
  takes("POST", "/admin/mail/deliveries/:id/resend"),
]
