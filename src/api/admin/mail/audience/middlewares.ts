/** What the audience route takes. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { MAIL_BODY, takes } from "../../../../http/input"
import { audienceQuestion } from "../../../../modules/mail/shapes"

export const adminMailAudienceMiddlewares: MiddlewareRoute[] = [
  takes("POST", "/admin/mail/audience", { body: audienceQuestion, bodyParser: MAIL_BODY }),
]
