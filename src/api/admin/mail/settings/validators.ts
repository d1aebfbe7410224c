/** What the shop may set. */
import { z } from "@medusajs/framework/zod"

import { fault, language } from "../common-validators"

/** Goes into a header as it is. */
const line = z
  .string()
  .refine((value) => !/[\r\n]/.test(value), fault("must be one line"))
  .nullable()
  .optional()

const words = z.string().nullable().optional()

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
  order_insert: z.record(z.string(), z.unknown()).nullable().optional(),
  bank_text: words,
  bank_providers: z.array(z.string()).nullable().optional(),
})
export type AdminUpdateMailSettingsType = z.infer<typeof AdminUpdateMailSettings>
