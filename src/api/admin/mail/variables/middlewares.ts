/** Validation of the variables route. */
import { type MiddlewareRoute, validateAndTransformQuery } from "@medusajs/framework"

import { listQueryConfig } from "../query-config"
import { AdminGetMailVariablesParams } from "./validators"

export const adminMailVariableMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["GET"],
    matcher: "/admin/mail/variables",
    middlewares: [validateAndTransformQuery(AdminGetMailVariablesParams, listQueryConfig)],
  },
]
