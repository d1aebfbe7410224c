/** Storefront routes: only a customer who is logged in speaks for themselves. */
import { authenticate, type MiddlewareRoute, validateAndTransformBody } from "@medusajs/framework"

import { StoreSetMailConsent } from "./consent/validators"

export const storeMailMiddlewares: MiddlewareRoute[] = [
  {
    matcher: "/store/mail/consent",
    middlewares: [authenticate("customer", ["session", "bearer"])],
  },
  {
    methods: ["POST"],
    matcher: "/store/mail/consent",
    middlewares: [validateAndTransformBody(StoreSetMailConsent)],
  },
]
