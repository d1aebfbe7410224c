/** What the segment routes take. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { MAIL_BODY, takes } from "../../../../http/input"
import { segment, segmentChanges } from "../../../../modules/mail/shapes"
import { segmentQuery, segmentsQuery } from "./queries"

export const adminMailSegmentMiddlewares: MiddlewareRoute[] = [
  takes("GET", "/admin/mail/segments", { query: segmentsQuery }),
  takes("POST", "/admin/mail/segments", { body: segment, bodyParser: MAIL_BODY }),
  takes("GET", "/admin/mail/segments/:id", { query: segmentQuery }),
  takes("POST", "/admin/mail/segments/:id", { body: segmentChanges, bodyParser: MAIL_BODY }),
  takes("DELETE", "/admin/mail/segments/:id"),
]
