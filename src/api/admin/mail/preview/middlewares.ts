/** What the preview route takes. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { preview } from "../../../../modules/mail/shapes"
import { MAIL_BODY, takes } from "../../../takes"

export const adminMailPreviewMiddlewares: MiddlewareRoute[] = [
  takes("POST", "/admin/mail/preview", { body: preview, bodyParser: MAIL_BODY }),
]
