/** What the list of orders, shipments and quotes takes. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { takes } from "../../../../http/input"
import { documentsQuery } from "./queries"

export const adminMailDocumentMiddlewares: MiddlewareRoute[] = [
  takes("GET", "/admin/mail/documents", { query: documentsQuery }),
]
