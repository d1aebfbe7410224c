/** What the mails are called that are sent by themselves: in the settings, and in the bell when one cannot be made. */
import type { Language } from "../modules/mail/words"
import type { AutomaticEvent } from "../modules/mail/words/automatic-rules"

export const AUTOMATIC_WORDS: Record<Language, Record<AutomaticEvent, string>> = {
  en: {
    order_placed: "Order placed",
    shipment_created: "Shipped",
    order_canceled: "Order cancelled",
    payment_refunded: "Refunded",
  },
  ja: {
    order_placed: "受注時",
    shipment_created: "出荷時",
    order_canceled: "キャンセル時",
    payment_refunded: "返金時",
  },
}
