/** What the settings routes take. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { settingsChanges, settingsTest } from "../../../../modules/mail/shapes"
import { MAIL_BODY, takes } from "../../../takes"

export const adminMailSettingsMiddlewares: MiddlewareRoute[] = [
  takes("GET", "/admin/mail/settings"),
  // An HTML signature may carry a picture.
  takes("POST", "/admin/mail/settings", { body: settingsChanges, bodyParser: MAIL_BODY }),
  takes("POST", "/admin/mail/settings/test", { body: settingsTest }),
]
