/** Validation and body limit of the recipients of order mail. */
import { type MiddlewareRoute, validateAndTransformBody } from "@medusajs/framework"

import { MAIL_BODY } from "../common-validators"
import { AdminGetMailRecipients } from "./validators"

export const adminMailRecipientMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["POST"],
    matcher: "/admin/mail/recipients",
    bodyParser: MAIL_BODY,
    middlewares: [validateAndTransformBody(AdminGetMailRecipients)],
  },
]
