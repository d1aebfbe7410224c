/** Validation of the route of failures. */
import { type MiddlewareRoute, validateAndTransformQuery } from "@medusajs/framework"

import { listQueryConfig } from "../query-config"
import { AdminGetMailFailuresParams } from "./validators"

export const adminMailFailureMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["GET"],
    matcher: "/admin/mail/failures",
    middlewares: [validateAndTransformQuery(AdminGetMailFailuresParams, listQueryConfig)],
  },
]
