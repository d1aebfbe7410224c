/** Validation and body limits of every route of the plugin; the routes themselves stay thin. */
import { defineMiddlewares } from "@medusajs/framework/http"

import { adminMailMiddlewares } from "./admin/mail/middlewares"
import { publicMailMiddlewares } from "./mail/middlewares"
import { storeMailMiddlewares } from "./store/mail/middlewares"

export default defineMiddlewares({
  routes: [...adminMailMiddlewares, ...publicMailMiddlewares, ...storeMailMiddlewares],
})
