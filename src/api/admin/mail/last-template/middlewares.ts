/** What the route of the template that was used last takes. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { takes } from "../../../../http/input"
import { lastTemplateQuery } from "./queries"

export const adminMailLastTemplateMiddlewares: MiddlewareRoute[] = [
  takes("GET", "/admin/mail/last-template", { query: lastTemplateQuery }),
]
