import { model } from "@medusajs/framework/utils"

import { FORMATS, LANGUAGES, TEMPLATE_KINDS } from "../words"

/** A named subject and body to start from. An order template has header and footer, all others a body. */
export const MailDeliveryTemplate = model
  .define(
    { name: "MailDeliveryTemplate", tableName: "mpmd_template" },
    {
      id: model.id({ prefix: "mtpl" }).primaryKey(),
      name: model.text().searchable(),
      kind: model.enum([...TEMPLATE_KINDS]),
      /** By which other code names it, once in each language. */
      key: model.text().nullable(),
      /** Of single mail: off, what is asked for by its key is recorded and not sent. */
      enabled: model.boolean().default(true),
      subject: model.text().searchable(),
      preheader: model.text().nullable(),
      body: model.text().nullable(),
      header: model.text().nullable(),
      footer: model.text().nullable(),
      format: model.enum([...FORMATS]).default("text"),
      locale: model.enum([...LANGUAGES]).default("en"),
    }
  )
  .indexes([
    { on: ["kind", "name"] },
    {
      name: "IDX_mpmd_template_key",
      on: ["key", "locale"],
      unique: true,
      where: "key IS NOT NULL AND deleted_at IS NULL",
    },
  ])
