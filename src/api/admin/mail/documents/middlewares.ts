/** Validation of the list of orders, shipments and quotes. */
import { type MiddlewareRoute, validateAndTransformQuery } from "@medusajs/framework"

import { listQueryConfig } from "../query-config"
import { AdminGetMailDocumentsParams } from "./validators"

export const adminMailDocumentMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["GET"],
    matcher: "/admin/mail/documents",
    middlewares: [validateAndTransformQuery(AdminGetMailDocumentsParams, listQueryConfig)],
  },
]
