/** The shape of templates; their Liquid is judged when they are saved. */
import { z } from "@medusajs/framework/zod"

import { TEMPLATE_KINDS, type TemplateKind } from "../words"
import { format, language, line, oneOf, text } from "./atoms"
import { body, preheader, subject } from "./content"
import { unless } from "./custom"
import { MOST } from "./limits"

/** What only templates of the other kind consist of. Null is nothing: what was read may be written back. */
function foreignTo(kind: TemplateKind) {
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

/** Other code names a template by it, so it is kept as it is written; blank is none. */
const key = line(MOST.name)
  .transform((value) => value.trim() || null)
  .nullish()

const enabled = z.boolean().optional()

const common = { name, key, subject, preheader, format: format.default("text"), locale: language.optional() }

const [notOfMembers, notOfOrders, notOfSingle] = [
  foreignTo("member"),
  foreignTo("order"),
  foreignTo("single"),
]

/** Mailings have no switch. What was read may be written back. */
const alwaysOn = z.literal(true).optional()

/** A template of kind order has a header and a footer, all others a body. */
export const template = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      kind: z.literal("member"),
      ...common,
      enabled: alwaysOn,
      body,
      header: notOfMembers,
      footer: notOfMembers,
    }),
    z.strictObject({
      kind: z.literal("order"),
      ...common,
      enabled: alwaysOn,
      header: body,
      footer: body,
      body: notOfOrders,
    }),
    z.strictObject({
      kind: z.literal("single"),
      ...common,
      enabled,
      body,
      header: notOfSingle,
      footer: notOfSingle,
    }),
  ],
  oneOf(TEMPLATE_KINDS)
)

const changed = {
  name: name.optional(),
  key,
  subject: subject.optional(),
  preheader,
  format: format.optional(),
  locale: language.optional(),
}

/** Changes of a template of which it is not known yet what kind it has. */
export const templateChanges = z.strictObject({
  ...changed,
  enabled,
  body: body.nullish(),
  header: body.nullish(),
  footer: body.nullish(),
})

/** A template keeps its kind, and what that consists of. */
export const changesOf = {
  member: z.strictObject({
    ...changed,
    enabled: alwaysOn,
    body: body.optional(),
    header: notOfMembers,
    footer: notOfMembers,
  }),
  order: z.strictObject({
    ...changed,
    enabled: alwaysOn,
    header: body.optional(),
    footer: body.optional(),
    body: notOfOrders,
  }),
  single: z.strictObject({
    ...changed,
    enabled,
    body: body.optional(),
    header: notOfSingle,
    footer: notOfSingle,
  }),
}
