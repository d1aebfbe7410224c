/** What the mailing routes take. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { FILES_BODY, MAIL_BODY, takes } from "../../../../http/input"
import { mailing, mailingChanges, retryOptions, sample, sendOptions } from "../../../../modules/mail/shapes"
import {
  exportQuery,
  leftOutFileQuery,
  leftOutQuery,
  mailingDeliveriesQuery,
  mailingQuery,
  mailingsQuery,
  retryQuery,
} from "./queries"

export const adminMailingMiddlewares: MiddlewareRoute[] = [
  takes("GET", "/admin/mail/mailings", { query: mailingsQuery }),
  takes("POST", "/admin/mail/mailings", { body: mailing, bodyParser: FILES_BODY }),
  takes("GET", "/admin/mail/mailings/:id", { query: mailingQuery }),
  takes("POST", "/admin/mail/mailings/:id", { body: mailingChanges, bodyParser: FILES_BODY }),
  takes("DELETE", "/admin/mail/mailings/:id"),
  takes("POST", "/admin/mail/mailings/:id/send", { body: sendOptions }),
  ...["undo", "pause", "resume", "cancel"].map((action) =>
    takes("POST", `/admin/mail/mailings/:id/${action}`)
  ),
  takes("GET", "/admin/mail/mailings/:id/retry", { query: retryQuery }),
  takes("POST", "/admin/mail/mailings/:id/retry", { body: retryOptions }),
  takes("POST", "/admin/mail/mailings/:id/test", { body: sample, bodyParser: MAIL_BODY }),
  takes("GET", "/admin/mail/mailings/:id/reasons"),
  takes("GET", "/admin/mail/mailings/:id/left-out", { query: leftOutQuery }),
  takes("GET", "/admin/mail/mailings/:id/left-out.csv", { query: leftOutFileQuery }),
  takes("GET", "/admin/mail/mailings/:id/deliveries", { query: mailingDeliveriesQuery }),
  takes("GET", "/admin/mail/mailings/:id/deliveries.csv", { query: exportQuery }),
]
