import { model } from "@medusajs/framework/utils"

/**
 * What is known about an address, independent of its holder. No row: nothing is wrong with it.
 * A withdrawal binds every customer with that address; a changed e-mail is another address, so the
 * invalid flag falls away by itself.
 */
export const MailDeliveryAddress = model.define(
  { name: "MailDeliveryAddress", tableName: "mpmd_address" },
  {
    /** One for all spellings of an address (address/sql.ts), computed by Postgres only. */
    email: model.text().primaryKey(),
    unsubscribed_at: model.dateTime().nullable(),
    invalid: model.boolean().default(false),
    invalid_class: model.text().nullable(),
    /** The server's own words, or those of the person who set the flag. */
    invalid_reason: model.text().nullable(),
    invalid_since: model.dateTime().nullable(),
    /** The mail that came back; null if a person flagged it without one. */
    invalid_delivery_id: model.text().nullable(),
    /** Since when a person says that mail arrives there: what failed before is no reason to flag it. */
    vouched_at: model.dateTime().nullable(),
    complained_at: model.dateTime().nullable(),
  }
)
