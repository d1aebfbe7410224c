/** The shape of templates; their Liquid is judged by the module. */
import { z } from "@medusajs/framework/zod"

import { MAILING_KINDS } from "../../../../modules/mail/types"
import { expected, format, language, orderBy, page, subject, text } from "../common-validators"

const SORTABLE = ["name", "kind", "subject", "created_at", "updated_at"] as const

/** Query of `GET /admin/mail/templates`. */
export const AdminGetMailTemplatesParams = page.extend({
  q: z.string().optional(),
  kind: z.enum(MAILING_KINDS).optional(),
  order: orderBy(SORTABLE),
})
export type AdminGetMailTemplatesParamsType = z.infer<typeof AdminGetMailTemplatesParams>

const common = { name: text, subject, format: format.default("text"), locale: language.optional() }

/** Body of `POST /admin/mail/templates`. */
export const AdminCreateMailTemplate = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("member"), ...common, body: z.string() }),
    z.strictObject({ kind: z.literal("order"), ...common, header: z.string(), footer: z.string() }),
  ],
  expected("kind", MAILING_KINDS)
)
export type AdminCreateMailTemplateType = z.infer<typeof AdminCreateMailTemplate>

/** Body of `POST /admin/mail/templates/:id`. A template keeps its kind. */
export const AdminUpdateMailTemplate = z.strictObject({
  name: text.optional(),
  subject: subject.optional(),
  body: z.string().optional(),
  header: z.string().optional(),
  footer: z.string().optional(),
  format: format.optional(),
  locale: language.optional(),
})
export type AdminUpdateMailTemplateType = z.infer<typeof AdminUpdateMailTemplate>
