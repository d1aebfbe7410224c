import { model } from "@medusajs/framework/utils"

/**
 * A filter of members kept under a name. That a name is given once, in whatever case, is an index over an expression,
 * which the migration makes.
 */
export const MailDeliverySegment = model.define(
  { name: "MailDeliverySegment", tableName: "mpmd_segment" },
  {
    id: model.id({ prefix: "mseg" }).primaryKey(),
    name: model.text().searchable(),
    /** As it was said: days stay days of the shop. */
    filter: model.json(),
    created_by: model.text().nullable(),
    updated_by: model.text().nullable(),
  }
)
