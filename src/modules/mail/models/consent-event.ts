import { model } from "@medusajs/framework/utils"

/** Append-only: who agreed or withdrew, when, how, to which words, and who entered it. */
export const MailDeliveryConsentEvent = model
  .define(
    { name: "MailDeliveryConsentEvent", tableName: "mpmd_consent_event" },
    {
      id: model.id({ prefix: "mcons" }).primaryKey(),
      customer_id: model.text().nullable(),
      /** The address at that time, normalised. */
      email: model.text().nullable(),
      action: model.enum(["granted", "withdrawn"]),
      source: model.text(),
      wording: model.text().nullable(),
      actor_id: model.text().nullable(),
    }
  )
  .indexes([{ on: ["customer_id"] }, { on: ["email"] }])
