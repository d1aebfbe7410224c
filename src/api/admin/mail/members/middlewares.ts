/** What the member routes take. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { MAIL_BODY, takes } from "../../../../http/input"
import { addressOf, consent, flags } from "../../../../modules/mail/shapes"
import { lastOrdersQuery, membersQuery } from "./queries"

export const adminMailMemberMiddlewares: MiddlewareRoute[] = [
  takes("GET", "/admin/mail/members", { query: membersQuery }),
  takes("GET", "/admin/mail/members/last-orders", { query: lastOrdersQuery }),
  takes("POST", "/admin/mail/members/:id/address", { body: addressOf }),
  takes("POST", "/admin/mail/members/flags", { body: flags, bodyParser: MAIL_BODY }),
  takes("POST", "/admin/mail/members/consent", { body: consent, bodyParser: MAIL_BODY }),
]
