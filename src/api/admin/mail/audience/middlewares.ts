/** What the audience route takes. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { audienceQuestion } from "../../../../modules/mail/shapes"
import { MAIL_BODY, takes } from "../../../takes"

export const adminMailAudienceMiddlewares: MiddlewareRoute[] = [
  takes("POST", "/admin/mail/audience", { body: audienceQuestion, bodyParser: MAIL_BODY }),
]
