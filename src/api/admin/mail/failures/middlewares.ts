/** What the route of failures takes. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { takes } from "../../../../http/input"
import { failuresQuery } from "./queries"

export const adminMailFailureMiddlewares: MiddlewareRoute[] = [
  takes("GET", "/admin/mail/failures", { query: failuresQuery }),
]
