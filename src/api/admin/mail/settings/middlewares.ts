/** Validation and body limit of the settings routes. */
import { type MiddlewareRoute, validateAndTransformBody } from "@medusajs/framework"

import { MAIL_BODY } from "../common-validators"
import { AdminTestMailSettings, AdminUpdateMailSettings } from "./validators"

export const adminMailSettingsMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["POST"],
    matcher: "/admin/mail/settings",
    // An HTML signature may carry a picture.
    bodyParser: MAIL_BODY,
    middlewares: [validateAndTransformBody(AdminUpdateMailSettings)],
  },
  {
    methods: ["POST"],
    matcher: "/admin/mail/settings/test",
    middlewares: [validateAndTransformBody(AdminTestMailSettings)],
  },
]
