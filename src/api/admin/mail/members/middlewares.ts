/** Validation and body limits of the member routes. */
import {
  type MiddlewareRoute,
  validateAndTransformBody,
  validateAndTransformQuery,
} from "@medusajs/framework"

import { MAIL_BODY } from "../common-validators"
import { listQueryConfig } from "../query-config"
import { AdminGetMailMembersParams, AdminSetMailConsent, AdminSetMailFlags } from "./validators"

export const adminMailMemberMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["GET"],
    matcher: "/admin/mail/members",
    middlewares: [validateAndTransformQuery(AdminGetMailMembersParams, listQueryConfig)],
  },
  {
    methods: ["POST"],
    matcher: "/admin/mail/members/flags",
    bodyParser: MAIL_BODY,
    middlewares: [validateAndTransformBody(AdminSetMailFlags)],
  },
  {
    methods: ["POST"],
    matcher: "/admin/mail/members/consent",
    bodyParser: MAIL_BODY,
    middlewares: [validateAndTransformBody(AdminSetMailConsent)],
  },
]
