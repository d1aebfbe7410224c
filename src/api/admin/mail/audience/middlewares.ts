/** What the audience routes take. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { MAIL_BODY, takes } from "../../../../http/input"
import { audienceFile, audienceList, audienceQuestion } from "../../../../modules/mail/shapes"

export const adminMailAudienceMiddlewares: MiddlewareRoute[] = [
  takes("POST", "/admin/mail/audience", { body: audienceQuestion, bodyParser: MAIL_BODY }),
  takes("POST", "/admin/mail/audience/people", { body: audienceList, bodyParser: MAIL_BODY }),
  takes("POST", "/admin/mail/audience/people.csv", { body: audienceFile, bodyParser: MAIL_BODY }),
]
