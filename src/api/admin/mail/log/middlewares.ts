/** What the route of the log takes. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { takes } from "../../../../http/input"
import { logFileQuery, logQuery } from "./queries"

export const adminMailLogMiddlewares: MiddlewareRoute[] = [
  takes("GET", "/admin/mail/log", { query: logQuery }),
  takes("GET", "/admin/mail/log.csv", { query: logFileQuery }),
]
