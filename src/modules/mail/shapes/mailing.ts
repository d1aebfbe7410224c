/** What a mailing may be made of, and what may be done to it. */
import { z } from "@medusajs/framework/zod"

import {
  MAILING_KINDS,
  type MemberContent,
  type OrderContent,
  type OrderSource,
  RETRYABLE_STATES,
  TEMPLATE_KINDS,
} from "../words"
import { grace, id, instantOrDay, line, mailbox, oneOf, text, words } from "./atoms"
import { mailingFiles } from "./attachments"
import { audience, purpose } from "./audience"
import { anyContent, memberContent, orderContent } from "./content"
import { refuse } from "./custom"
import {
  checkDocuments,
  checkOneDocument,
  documentOf,
  documents,
  oneDocument,
  withDocumentIds,
} from "./documents"
import { MOST } from "./limits"

/** The template that it was begun with, if there was one. */
const begun = { template_id: id.nullish() }

/** In place of the settings; null goes back to them. */
const sender = { sender_name: line(MOST.name).nullish(), reply_to: mailbox.nullish() }

/** Of an order mailing alone. */
const files = { attachments: mailingFiles.optional() }

const purposes = { purpose: purpose.optional(), purpose_reason: words(MOST.words).nullish() }

const memberMailing = z.strictObject({
  kind: z.literal("member"),
  content: memberContent,
  ...begun,
  ...sender,
  audience,
  ...purposes,
})

const orderMailing = z
  .strictObject({
    kind: z.literal("order"),
    content: orderContent,
    ...begun,
    ...sender,
    ...documents,
    ...files,
  })
  .superRefine((body, context) => checkDocuments(body, body.content.source, true, context))
  .transform(withDocumentIds)

/** A new draft. */
export const mailing = z.discriminatedUnion("kind", [memberMailing, orderMailing], oneOf(MAILING_KINDS))
export type NewMailing = z.output<typeof mailing>

/** `scheduled_at: null` takes a mailing off the schedule. */
const offSchedule = { scheduled_at: z.null().optional() }

/** Changes of a draft of which it is not known yet what kind it has. */
export const mailingChanges = z.strictObject({
  content: anyContent.optional(),
  ...begun,
  ...sender,
  audience: audience.optional(),
  ...documents,
  ...files,
  ...purposes,
  ...offSchedule,
})

/** Changes of a member mailing. */
export const memberChanges = z.strictObject({
  content: memberContent.optional(),
  ...begun,
  ...sender,
  audience: audience.optional(),
  ...purposes,
  ...offSchedule,
})

/**
 * Changes of an order mailing.
 *
 * @param stored - The source that it has now. Its documents are of that source: another source needs others.
 */
export function orderChanges(stored: OrderSource) {
  return z
    .strictObject({
      content: orderContent.optional(),
      ...begun,
      ...sender,
      ...documents,
      ...files,
      ...offSchedule,
    })
    .superRefine((body, context) => {
      const source = body.content?.source ?? stored
      checkDocuments(body, source, source !== stored, context)
    })
    .transform(withDocumentIds)
}

/** Of Send. Left out or null is now. Other code may bring a `Date`. When a day begins only the module knows. */
export const sendFields = z.strictObject({
  scheduled_at: z.preprocess(
    (value) => (value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : value),
    instantOrDay.nullish()
  ),
  /** In the place of the shop's setting. */
  grace: grace.optional(),
})

/** Until its hour a scheduled mailing is taken back as it is: a grace would be a second answer to one question. */
export function checkGrace({ scheduled_at, grace: seconds }: SendOptions, context: z.RefinementCtx): void {
  if (scheduled_at && seconds) {
    const words = "must be left out or 0 with scheduled_at: until then it can be undone"
    refuse(context, "grace", "one_of_two", words, { one: "grace", other: "scheduled_at" })
  }
}

export const sendOptions = sendFields.superRefine(checkGrace)
export type SendOptions = z.output<typeof sendFields>

export const retryOptions = z.strictObject({
  states: z.array(z.enum(RETRYABLE_STATES)).min(1).max(MOST.choices),
})
export type RetryOptions = z.output<typeof retryOptions>

export const pauseReason = text(MOST.reason)

/** Where a sample goes, and whose data fills it: at most one, and of what the mailing is about. */
export const sample = z.strictObject({ to: mailbox, customer_id: id.optional(), ...oneDocument })
export type Sample = z.output<typeof sample>

/** Whose data may fill a sample of this content. */
export function sampleOf(content: MemberContent | OrderContent) {
  return "source" in content ? documentOf(content.source) : z.strictObject({ customer_id: id.optional() })
}

/** A finished mail of content that need not be saved. */
export const preview = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      kind: z.literal("member"),
      content: memberContent,
      ...sender,
      customer_id: id.optional(),
    }),
    z.strictObject({ kind: z.literal("single"), content: memberContent }),
    z
      .strictObject({ kind: z.literal("order"), content: orderContent, ...sender, ...oneDocument })
      .superRefine((body, context) => checkOneDocument(body, body.content.source, context)),
  ],
  oneOf(TEMPLATE_KINDS)
)

export type PreviewQuestion = z.output<typeof preview>
