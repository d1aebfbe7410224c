/** What the routes of the record of consents take. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { takes } from "../../../../http/input"
import { consentFileQuery, consentsQuery } from "./queries"

export const adminMailConsentMiddlewares: MiddlewareRoute[] = [
  takes("GET", "/admin/mail/consents", { query: consentsQuery }),
  takes("GET", "/admin/mail/consents.csv", { query: consentFileQuery }),
]
