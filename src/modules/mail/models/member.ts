import { model } from "@medusajs/framework/utils"

/**
 * What a customer has said: granted, or withdrawn. Both survive a change of address. No row: not asked.
 *
 * The columns `withdrawn_at`, `address` (for which the grant was given), `source`, `wording` and `actor_id` are not part
 * of the model: customers are linked to it, and staff who may read customers would see through Query what somebody agreed
 * to and who recorded it. The rule and the record of every change (`mpmd_consent_event`) are in the module's own hands.
 */
export const MailDeliveryMember = model.define(
  { name: "MailDeliveryMember", tableName: "mpmd_member" },
  {
    customer_id: model.text().primaryKey(),
    /** None for those who withdrew. */
    opted_in_at: model.dateTime().nullable(),
  }
)
