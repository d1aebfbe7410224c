import { model } from "@medusajs/framework/utils"

/** A member's grant of consent. It survives a change of address. No row: not asked. */
export const MailDeliveryMember = model.define(
  { name: "MailDeliveryMember", tableName: "mpmd_member" },
  {
    customer_id: model.text().primaryKey(),
    opted_in_at: model.dateTime(),
    /** How the grant was given: `admin`, `storefront`, `import` … */
    source: model.text(),
    /** The words that the member agreed to. */
    wording: model.text().nullable(),
    actor_id: model.text().nullable(),
  }
)
