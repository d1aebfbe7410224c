/** What the preview route takes. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { MAIL_BODY, takes } from "../../../../http/input"
import { preview } from "../../../../modules/mail/shapes"

export const adminMailPreviewMiddlewares: MiddlewareRoute[] = [
  takes("POST", "/admin/mail/preview", { body: preview, bodyParser: MAIL_BODY }),
]
