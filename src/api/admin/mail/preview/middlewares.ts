/** Validation and body limit of the preview route. */
import { type MiddlewareRoute, validateAndTransformBody } from "@medusajs/framework"

import { MAIL_BODY } from "../common-validators"
import { AdminPreviewMail } from "./validators"

export const adminMailPreviewMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["POST"],
    matcher: "/admin/mail/preview",
    bodyParser: MAIL_BODY,
    middlewares: [validateAndTransformBody(AdminPreviewMail)],
  },
]
