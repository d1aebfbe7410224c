/** Settings of mail as a shop has them, where a story needs no more of them than whom mail comes from. */
import type { MailSettingsDTO } from "../../src/modules/mail/settings/settings"

export const SHOP_SETTINGS = {
  sender_name: "Shop",
  sender_address: "shop@shop.test",
  reply_to: null,
  language: "en",
} as MailSettingsDTO
