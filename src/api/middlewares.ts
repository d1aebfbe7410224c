/** What every route of the plugin takes; the routes themselves stay thin. */
import { defineMiddlewares, type MiddlewareRoute } from "@medusajs/framework/http"

import { bodyOf, readablePath, readableQuery } from "../http/readable"
import { adminMailMiddlewares } from "./admin/mail/middlewares"
import { publicMailMiddlewares } from "./mail/middlewares"
import { storeMailMiddlewares } from "./store/mail/middlewares"

/**
 * Without a wildcard: to match one, Express would have to read the path first. Medusa itself has one on `/admin*`, and so
 * answers a broken escape there, on any route, before a plugin is asked.
 */
const readable: MiddlewareRoute[] = [
  ...["/admin/mail", "/store/mail"].map((matcher) => ({
    matcher,
    middlewares: [readableQuery, bodyOf("application/json")],
  })),
  { matcher: "/mail", middlewares: [readablePath] },
]

export default defineMiddlewares({
  routes: [...publicMailMiddlewares, ...readable, ...adminMailMiddlewares, ...storeMailMiddlewares],
})
