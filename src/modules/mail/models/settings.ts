import { model } from "@medusajs/framework/utils"

import { LANGUAGES } from "../words"

/** One row. Credentials are never here: they are plugin options. */
export const MailDeliverySettings = model.define(
  { name: "MailDeliverySettings", tableName: "mpmd_settings" },
  {
    id: model.text().primaryKey(),
    sender_name: model.text().nullable(),
    sender_address: model.text().nullable(),
    reply_to: model.text().nullable(),
    signature_text: model.text().nullable(),
    signature_html: model.text().nullable(),
    admin_copy: model.enum(["none", "first", "every"]).default("none"),
    admin_copy_address: model.text().nullable(),
    postal_address: model.text().nullable(),
    contact: model.text().nullable(),
    language: model.enum([...LANGUAGES]).default("en"),
    /** Which parts of the order insert show, and the metadata keys they come from. */
    order_insert: model.json().nullable(),
    bank_text: model.text().nullable(),
    /** Payment provider ids whose orders show the bank account. */
    bank_providers: model.json().nullable(),
    /** Rules of automatic mail, one for each event. */
    automatic: model.json().nullable(),
    /** How long Send can be undone; 0: it begins at once. */
    grace_seconds: model.number().default(30),
    /** A mailing pauses itself above so many percent of mails that do not arrive, or are called spam; null: never. */
    pause_undelivered: model.float().default(10).nullable(),
    pause_complaints: model.float().default(0.5).nullable(),
  }
)
