/** How members are flagged and their consents recorded. */
import { z } from "@medusajs/framework/zod"

import { address, id, ids, mailbox, oneOf, text, words } from "./atoms"
import { audience } from "./audience"
import { refuse, unless } from "./custom"
import { MOST } from "./limits"
import { page } from "./lists"

export const flags = z
  .strictObject({
    customer_ids: ids.optional(),
    emails: z.array(address).min(1).max(MOST.ids).optional(),
    delivery_ids: ids.optional(),
    invalid: z.boolean(),
    reason: words(MOST.reason).nullish(),
  })
  .superRefine(({ customer_ids, emails, delivery_ids }, context) => {
    if (!customer_ids && !emails && !delivery_ids) {
      refuse(context, "customer_ids", "one_of_two", "is required, or 'emails' or 'delivery_ids'", {
        one: "customer_ids",
        other: "emails",
      })
    }
  })

/** What a person can say. */
export const SAYABLE = ["opted_in", "opted_out"] as const

export const consent = z
  .strictObject({
    customer_ids: ids.optional(),
    audience: audience.optional(),
    consent: z.enum(SAYABLE),
    source: text(MOST.name),
    wording: words(MOST.words).nullish(),
  })
  .superRefine((input, context) => {
    if ((input.customer_ids === undefined) === (input.audience === undefined)) {
      refuse(context, "customer_ids", "one_of_two", "is required, or 'audience', and not both", {
        one: "customer_ids",
        other: "audience",
      })
    }
  })

const wording = words(MOST.words).trim()

/** What stood on a button that was pressed. */
export const pressed = text(MOST.words)

/** What a customer says for themselves. A grant is worth only what its words say: they are kept with it. */
export const ownConsent = z.discriminatedUnion(
  "consent",
  [
    z.strictObject({
      consent: z.literal("opted_in"),
      wording: wording.refine(
        (value) => value !== "",
        unless("empty_field", "must hold the words that the customer agreed to")
      ),
    }),
    z.strictObject({ consent: z.literal("opted_out"), wording: wording.optional() }),
  ],
  oneOf(SAYABLE)
)
export type OwnConsent = z.output<typeof ownConsent>

/** A corrected address; whether it is one the module itself says, with the field's name. */
export const addressOf = z.strictObject({ email: mailbox, shared: z.boolean().optional() })
export type CorrectedAddress = z.output<typeof addressOf>
export const correctedAddress = addressOf.extend({ customer_id: id })

/** The record of one customer's consents, and the whole record or one customer's as a file. */
export const consentList = page.extend({ customer_id: id })
export const consentFile = z.strictObject({ customer_id: id.optional() })

/** The record of the flag of one customer's address. */
export const flagRecord = page.extend({ customer_id: id })
