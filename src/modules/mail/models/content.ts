import { model } from "@medusajs/framework/utils"

import { FORMATS, LANGUAGES } from "../words"

/** Immutable: the templates that are really sent. CSS is inlined and the signature appended. */
export const MailDeliveryContent = model
  .define(
    { name: "MailDeliveryContent", tableName: "mpmd_content" },
    {
      id: model.id({ prefix: "mcont" }).primaryKey(),
      format: model.enum([...FORMATS]),
      subject: model.text(),
      html: model.text().nullable(),
      text: model.text(),
      from_name: model.text().nullable(),
      from_address: model.text(),
      reply_to: model.text().nullable(),
      language: model.enum([...LANGUAGES]),
      /** Dotted paths of the variables that the templates name. */
      variables: model.json(),
      /** Values that are the same for every recipient, frozen with the content. */
      constants: model.json(),
      /** When deliveries were last made of it, give or take a day: what is old and not needed any more is cleared. */
      used_at: model.dateTime(),
    }
  )
  .indexes([{ name: "IDX_mpmd_content_used", on: ["used_at"] }])
