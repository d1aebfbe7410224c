/** The shape of templates; their Liquid is judged when they are saved. */
import { z } from "@medusajs/framework/zod"

import { MAILING_KINDS, type MailingKind } from "../words"
import { format, language, line, oneOf, text } from "./atoms"
import { body, preheader, subject } from "./content"
import { unless } from "./custom"
import { MOST } from "./limits"

/** What only templates of the other kind consist of. Null is nothing: what was read may be written back. */
function foreignTo(kind: MailingKind) {
  return z
    .unknown()
    .refine(
      (value) => value == null,
      unless("foreign_field", `does not belong to a template of kind ${kind}`, { kind })
    )
    .transform(() => null)
    .optional()
}

const name = line(MOST.name).pipe(text(MOST.name))

const common = { name, subject, preheader, format: format.default("text"), locale: language.optional() }

const [notOfMembers, notOfOrders] = [foreignTo("member"), foreignTo("order")]

/** A template of kind member has a body, one of kind order a header and a footer. */
export const template = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      kind: z.literal("member"),
      ...common,
      body,
      header: notOfMembers,
      footer: notOfMembers,
    }),
    z.strictObject({ kind: z.literal("order"), ...common, header: body, footer: body, body: notOfOrders }),
  ],
  oneOf(MAILING_KINDS)
)

const changed = {
  name: name.optional(),
  subject: subject.optional(),
  preheader,
  format: format.optional(),
  locale: language.optional(),
}

/** Changes of a template of which it is not known yet what kind it has. */
export const templateChanges = z.strictObject({
  ...changed,
  body: body.nullish(),
  header: body.nullish(),
  footer: body.nullish(),
})

/** A template keeps its kind, and what that consists of. */
export const changesOf = {
  member: z.strictObject({
    ...changed,
    body: body.optional(),
    header: notOfMembers,
    footer: notOfMembers,
  }),
  order: z.strictObject({
    ...changed,
    header: body.optional(),
    footer: body.optional(),
    body: notOfOrders,
  }),
}
