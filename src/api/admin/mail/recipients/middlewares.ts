/** What the route of the recipients of order mail takes. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { MAIL_BODY, takes } from "../../../../http/input"
import { recipientsQuestion } from "../../../../modules/mail/shapes"

export const adminMailRecipientMiddlewares: MiddlewareRoute[] = [
  takes("POST", "/admin/mail/recipients", { body: recipientsQuestion, bodyParser: MAIL_BODY }),
]
