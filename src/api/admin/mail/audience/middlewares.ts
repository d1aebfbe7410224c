/** Validation and body limit of the audience route. */
import { type MiddlewareRoute, validateAndTransformBody } from "@medusajs/framework"

import { MAIL_BODY } from "../common-validators"
import { AdminCountMailAudience } from "./validators"

export const adminMailAudienceMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["POST"],
    matcher: "/admin/mail/audience",
    bodyParser: MAIL_BODY,
    middlewares: [validateAndTransformBody(AdminCountMailAudience)],
  },
]
