import { model } from "@medusajs/framework/utils"

import { FORMATS, LANGUAGES, MAILING_KINDS } from "../words"

/** A named subject and body to start from. A member template has a body, an order template header and footer. */
export const MailDeliveryTemplate = model
  .define(
    { name: "MailDeliveryTemplate", tableName: "mpmd_template" },
    {
      id: model.id({ prefix: "mtpl" }).primaryKey(),
      name: model.text().searchable(),
      kind: model.enum([...MAILING_KINDS]),
      subject: model.text().searchable(),
      preheader: model.text().nullable(),
      body: model.text().nullable(),
      header: model.text().nullable(),
      footer: model.text().nullable(),
      format: model.enum([...FORMATS]).default("text"),
      locale: model.enum([...LANGUAGES]).default("en"),
    }
  )
  .indexes([{ on: ["kind", "name"] }])
