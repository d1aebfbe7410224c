/** What the shop may set. */
import { z } from "@medusajs/framework/zod"

import { AUTOMATIC_EVENTS } from "../../../../modules/mail/orders/automatic-rules"
import { fault, language } from "../common-validators"

/** Goes into a header as it is. */
const line = z
  .string()
  .refine((value) => !/[\r\n]/.test(value), fault("must be one line"))
  .nullable()
  .optional()

const words = z.string().nullable().optional()

const key = z.string().optional()
const shown = z.boolean().optional()
const insertTemplates = z.strictObject({ text: words, html: words }).nullable().optional()

/** Keys of other versions are kept: an older admin must not lose what a newer one wrote. */
const orderInsert = z.looseObject({
  show_order: shown,
  show_items: shown,
  show_customer: shown,
  show_delivery_address: shown,
  show_discounts: shown,
  show_product_options: shown,
  delivery_instructions_key: key,
  product_fields_key: key,
  quote_validity_key: key,
  templates: z.strictObject({ en: insertTemplates, ja: insertTemplates }).optional(),
})

const rule = z
  .object({ enabled: z.boolean(), template_id: z.string().nullable() })
  // What was read may be written back: since when a rule is on is kept by the module.
  .optional()

/** Body of `POST /admin/mail/settings`; what is left out stays. The module itself reads the addresses. */
export const AdminUpdateMailSettings = z.strictObject({
  sender_name: line,
  sender_address: line,
  reply_to: line,
  signature_text: words,
  signature_html: words,
  admin_copy: z.enum(["none", "first", "every"]).optional(),
  admin_copy_address: line,
  postal_address: words,
  contact: words,
  language: language.optional(),
  order_insert: orderInsert.nullable().optional(),
  bank_text: words,
  bank_providers: z.array(z.string()).nullable().optional(),
  automatic: z
    .strictObject(Object.fromEntries(AUTOMATIC_EVENTS.map((event) => [event, rule])))
    .nullable()
    .optional(),
})
export type AdminUpdateMailSettingsType = z.infer<typeof AdminUpdateMailSettings>

/** Body of `POST /admin/mail/settings/test`. The module itself reads the address. */
export const AdminTestMailSettings = z.strictObject({ to: z.string() })
export type AdminTestMailSettingsType = z.infer<typeof AdminTestMailSettings>
