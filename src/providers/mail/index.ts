/**
 * Medusa's Notification Module through this plugin: `resolve: "medusa-plugin-mail-delivery/providers/mail"`. Every mail of
 * the store is then in one ledger. See docs/store-mail.md.
 */
import { ModuleProvider, Modules } from "@medusajs/framework/utils"

import { assertReachable } from "./reach"
import { MailDeliveryNotificationService } from "./service"

export default ModuleProvider(Modules.NOTIFICATION, {
  services: [MailDeliveryNotificationService],
  loaders: [assertReachable],
})
