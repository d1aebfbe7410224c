/** What the template routes take. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { MAIL_BODY, takes } from "../../../../http/input"
import { template, templateChanges } from "../../../../modules/mail/shapes"
import { templateQuery, templatesQuery } from "./queries"

export const adminMailTemplateMiddlewares: MiddlewareRoute[] = [
  takes("GET", "/admin/mail/templates", { query: templatesQuery }),
  takes("POST", "/admin/mail/templates", { body: template, bodyParser: MAIL_BODY }),
  takes("POST", "/admin/mail/ready-made"),
  takes("GET", "/admin/mail/templates/:id", { query: templateQuery }),
  takes("POST", "/admin/mail/templates/:id", { body: templateChanges, bodyParser: MAIL_BODY }),
  takes("DELETE", "/admin/mail/templates/:id"),
]
