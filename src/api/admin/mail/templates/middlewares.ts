/** Validation and body limits of the template routes. */
import {
  type MiddlewareRoute,
  validateAndTransformBody,
  validateAndTransformQuery,
} from "@medusajs/framework"

import { MAIL_BODY } from "../common-validators"
import { listQueryConfig } from "../query-config"
import { AdminCreateMailTemplate, AdminGetMailTemplatesParams, AdminUpdateMailTemplate } from "./validators"

export const adminMailTemplateMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["GET"],
    matcher: "/admin/mail/templates",
    middlewares: [validateAndTransformQuery(AdminGetMailTemplatesParams, listQueryConfig)],
  },
  {
    methods: ["POST"],
    matcher: "/admin/mail/templates",
    bodyParser: MAIL_BODY,
    middlewares: [validateAndTransformBody(AdminCreateMailTemplate)],
  },
  {
    methods: ["POST"],
    matcher: "/admin/mail/templates/:id",
    bodyParser: MAIL_BODY,
    middlewares: [validateAndTransformBody(AdminUpdateMailTemplate)],
  },
]
