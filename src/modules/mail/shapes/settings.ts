/** What the shop may set. What is left out stays. */
import { z } from "@medusajs/framework/zod"

import type { Language } from "../words"
import { AUTOMATIC_EVENTS } from "../words/automatic-rules"
import { grace, id, isSmall, language, line, mailbox, text, words } from "./atoms"
import { refuse } from "./custom"
import { MOST } from "./limits"

const mailboxOrNone = mailbox.nullish()
const signature = words(MOST.signature).nullish()
const note = words(MOST.words).nullish()

/** Above nothing at all is every mailing; who wants no limit says null. */
const percent = z.number().min(0.1).max(100)

const key = words(MOST.name).optional()
const shown = z.boolean().optional()
const insertTemplate = words(MOST.body).nullish()
const insertTemplates = z.strictObject({ text: insertTemplate, html: insertTemplate }).nullish()

const KNOWN = {
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
}

function unknownOf(settings: object): [string, unknown][] {
  return Object.entries(settings).filter(([name]) => !Object.hasOwn(KNOWN, name))
}

/**
 * Keys of other versions are kept: an older admin must not lose what a newer one wrote. They are read with every
 * order mail, so there may not be much of them.
 */
const orderInsert = z.looseObject(KNOWN).superRefine((settings, context) => {
  const unknown = unknownOf(settings)
  if (unknown.length > MOST.unknownSettings) {
    const message = `has too many unknown fields: at most ${MOST.unknownSettings}`
    const params = { code: "list_too_long", values: { limit: MOST.unknownSettings } }
    context.addIssue({ code: "custom", message, params })
  }
  const large = unknown.find(([name, value]) => !isSmall([name, value], MOST.unknownSetting))
  if (large) {
    const limit = MOST.unknownSetting
    const words = `is unknown and too large: at most ${limit} characters as JSON`
    refuse(context, large[0], "text_too_long", words, { limit })
  }
})

const rule = z
  .strictObject({
    enabled: z.boolean(),
    template_id: id.nullable(),
    translations: z
      .strictObject({ en: id, ja: id } satisfies Record<Language, typeof id>)
      .partial()
      .nullish(),
    // What was read may be written back: since when a rule is on is kept by the module.
    since: words(MOST.name).nullish(),
  })
  .optional()

const rules = Object.fromEntries(AUTOMATIC_EVENTS.map((event) => [event, rule])) as Record<
  (typeof AUTOMATIC_EVENTS)[number],
  typeof rule
>

/** Addresses are read by the module itself: it knows what the mail server takes. */
export const settingsChanges = z.strictObject({
  sender_name: line(MOST.name).nullish(),
  sender_address: mailboxOrNone,
  reply_to: mailboxOrNone,
  signature_text: signature,
  signature_html: signature,
  admin_copy: z.enum(["none", "first", "every"]).optional(),
  admin_copy_address: mailboxOrNone,
  postal_address: note,
  contact: note,
  language: language.optional(),
  order_insert: orderInsert.nullish(),
  bank_text: note,
  bank_providers: z.array(id).max(MOST.providers).nullish(),
  automatic: z.strictObject(rules).nullish(),
  grace_seconds: grace.optional(),
  pause_undelivered: percent.nullish(),
  pause_complaints: percent.nullish(),
})

/** By which of several transports; that of a mail which names none, if it is left out. */
const transport = { transport: text(MOST.name).nullish() }

/** Where the test mail of the settings goes. */
export const settingsTest = z.strictObject({ to: mailbox, ...transport })

/** Whose sender's domain is looked up. */
export const senderCheck = z.strictObject(transport)
