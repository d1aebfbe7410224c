/** Validation and body limits of the mailing routes. */
import {
  type MiddlewareRoute,
  validateAndTransformBody,
  validateAndTransformQuery,
} from "@medusajs/framework"

import { MAIL_BODY } from "../common-validators"
import { listQueryConfig } from "../query-config"
import {
  AdminCreateMailing,
  AdminExportMailingDeliveriesParams,
  AdminGetMailingDeliveriesParams,
  AdminGetMailingsParams,
  AdminMailingAction,
  AdminRetryMailing,
  AdminSendMailing,
  AdminTestMailing,
  AdminUpdateMailing,
} from "./validators"

export const adminMailingMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["GET"],
    matcher: "/admin/mail/mailings",
    middlewares: [validateAndTransformQuery(AdminGetMailingsParams, listQueryConfig)],
  },
  {
    methods: ["POST"],
    matcher: "/admin/mail/mailings",
    bodyParser: MAIL_BODY,
    middlewares: [validateAndTransformBody(AdminCreateMailing)],
  },
  {
    methods: ["POST"],
    matcher: "/admin/mail/mailings/:id",
    bodyParser: MAIL_BODY,
    middlewares: [validateAndTransformBody(AdminUpdateMailing)],
  },
  {
    methods: ["POST"],
    matcher: "/admin/mail/mailings/:id/send",
    middlewares: [validateAndTransformBody(AdminSendMailing)],
  },
  ...["pause", "resume", "cancel"].map((action): MiddlewareRoute => ({
    methods: ["POST"],
    matcher: `/admin/mail/mailings/:id/${action}`,
    middlewares: [validateAndTransformBody(AdminMailingAction)],
  })),
  {
    methods: ["POST"],
    matcher: "/admin/mail/mailings/:id/retry",
    middlewares: [validateAndTransformBody(AdminRetryMailing)],
  },
  {
    methods: ["POST"],
    matcher: "/admin/mail/mailings/:id/test",
    bodyParser: MAIL_BODY,
    middlewares: [validateAndTransformBody(AdminTestMailing)],
  },
  {
    methods: ["GET"],
    matcher: "/admin/mail/mailings/:id/deliveries",
    middlewares: [validateAndTransformQuery(AdminGetMailingDeliveriesParams, listQueryConfig)],
  },
  {
    methods: ["GET"],
    matcher: "/admin/mail/mailings/:id/deliveries.csv",
    middlewares: [validateAndTransformQuery(AdminExportMailingDeliveriesParams, listQueryConfig)],
  },
]
