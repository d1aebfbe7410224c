import { model } from "@medusajs/framework/utils"

/** Append-only: every outcome that is not a plain success, in the server's own words. */
export const MailDeliveryDeliveryEvent = model
  .define(
    { name: "MailDeliveryDeliveryEvent", tableName: "mpmd_delivery_event" },
    {
      id: model.id({ prefix: "mdev" }).primaryKey(),
      delivery_id: model.text(),
      attempt: model.number(),
      from_state: model.text(),
      to_state: model.text(),
      reason: model.text().nullable(),
      smtp_code: model.number().nullable(),
      smtp_enhanced: model.text().nullable(),
      phase: model.text().nullable(),
      response: model.text().nullable(),
      /** The address that it had before, on the step that gave it another. */
      email: model.text().nullable(),
      actor_id: model.text().nullable(),
    }
  )
  .indexes([
    { on: ["delivery_id"] },
    // For the failures of all mailings, of each state newest first. Here and not on the deliveries: these rows never change.
    {
      name: "IDX_mpmd_delivery_event_failure",
      on: ["to_state", "created_at", "id"],
      where: "to_state IN ('failed', 'bounced', 'complained') AND deleted_at IS NULL",
    },
  ])
