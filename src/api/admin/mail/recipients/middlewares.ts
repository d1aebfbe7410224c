/** What the route of the recipients of order mail takes. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { recipientsQuestion } from "../../../../modules/mail/shapes"
import { MAIL_BODY, takes } from "../../../takes"

export const adminMailRecipientMiddlewares: MiddlewareRoute[] = [
  takes("POST", "/admin/mail/recipients", { body: recipientsQuestion, bodyParser: MAIL_BODY }),
]
