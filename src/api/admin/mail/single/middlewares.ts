/** What the route of single mail takes: what its workflow takes. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { FILES_BODY, takes } from "../../../../http/input"
import { singleMail } from "../../../../modules/mail/shapes"

export const adminMailSingleMiddlewares: MiddlewareRoute[] = [
  takes("POST", "/admin/mail/single", { body: singleMail, bodyParser: FILES_BODY }),
]
