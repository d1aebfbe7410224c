import { model } from "@medusajs/framework/utils"

/**
 * What one mailing holds of one month's quota. The month's sum is the balance: there is no one hot row
 * that a long insert of deliveries would keep locked.
 */
export const MailDeliveryQuotaEntry = model
  .define(
    { name: "MailDeliveryQuotaEntry", tableName: "mpmd_quota_entry" },
    {
      id: model.id({ prefix: "mquo" }).primaryKey(),
      /** `2026-11`, in the store's time zone. */
      month: model.text(),
      mailing_id: model.text(),
      reserved: model.number().default(0),
      used: model.number().default(0),
    }
  )
  .indexes([{ on: ["month", "mailing_id"], unique: true }])
