/** What the settings routes take. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { MAIL_BODY, takes } from "../../../../http/input"
import { settingsChanges, settingsTest } from "../../../../modules/mail/shapes"
import { senderCheckQuery } from "./queries"

export const adminMailSettingsMiddlewares: MiddlewareRoute[] = [
  takes("GET", "/admin/mail/settings"),
  // An HTML signature may carry a picture.
  takes("POST", "/admin/mail/settings", { body: settingsChanges, bodyParser: MAIL_BODY }),
  takes("POST", "/admin/mail/settings/test", { body: settingsTest }),
  takes("GET", "/admin/mail/settings/intake"),
  takes("POST", "/admin/mail/settings/intake-check"),
  takes("GET", "/admin/mail/settings/sender-check", { query: senderCheckQuery }),
]
