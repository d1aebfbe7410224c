/** Storefront routes: only a customer who is logged in speaks for themselves. */
import { authenticate, type MiddlewareRoute } from "@medusajs/framework"

import { takes } from "../../../http/input"
import { ownConsent } from "../../../modules/mail/shapes"

export const storeMailMiddlewares: MiddlewareRoute[] = [
  {
    matcher: "/store/mail/consent",
    middlewares: [authenticate("customer", ["session", "bearer"])],
  },
  takes("GET", "/store/mail/consent"),
  takes("POST", "/store/mail/consent", { body: ownConsent }),
]
