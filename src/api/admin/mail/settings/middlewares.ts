/** Validation and body limit of the settings route. */
import { type MiddlewareRoute, validateAndTransformBody } from "@medusajs/framework"

import { MAIL_BODY } from "../common-validators"
import { AdminUpdateMailSettings } from "./validators"

export const adminMailSettingsMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["POST"],
    matcher: "/admin/mail/settings",
    // An HTML signature may carry a picture.
    bodyParser: MAIL_BODY,
    middlewares: [validateAndTransformBody(AdminUpdateMailSettings)],
  },
]
