/** What the variables route takes. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { takes } from "../../../../http/input"
import { variablesQuery } from "./queries"

export const adminMailVariableMiddlewares: MiddlewareRoute[] = [
  takes("GET", "/admin/mail/variables", { query: variablesQuery }),
]
