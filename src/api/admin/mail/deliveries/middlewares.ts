/** Validation of the ledger's routes. */
import { type MiddlewareRoute, validateAndTransformQuery } from "@medusajs/framework"

import { listQueryConfig } from "../query-config"
import { AdminGetMailDeliveriesParams } from "./validators"

export const adminMailDeliveryMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["GET"],
    matcher: "/admin/mail/deliveries",
    middlewares: [validateAndTransformQuery(AdminGetMailDeliveriesParams, listQueryConfig)],
  },
]
