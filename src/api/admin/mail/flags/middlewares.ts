/** What the route of the record of flags takes. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { takes } from "../../../../http/input"
import { flagsQuery } from "./queries"

export const adminMailFlagMiddlewares: MiddlewareRoute[] = [
  takes("GET", "/admin/mail/flags", { query: flagsQuery }),
]
