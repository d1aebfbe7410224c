/** What lists can be asked for. */
import { z } from "@medusajs/framework/zod"

import {
  CONSENTS,
  EXCLUSIONS,
  FAILED_STATES,
  LEFT_OUT_REASONS,
  LOG_KINDS,
  MAILING_KINDS,
  MAILING_STATES,
  ORDER_SOURCES,
  SHOWN_STATES,
  TEMPLATE_KINDS,
} from "../words"
import {
  DOCUMENT_ORDERS,
  FULFILLMENT_STATUSES,
  MEMBER_ORDERS,
  ORDER_STATUSES,
  PAYMENT_STATUSES,
  SEGMENT_ORDERS,
  TEMPLATE_ORDERS,
} from "../words/lists"
import { dateRange, id, search, text } from "./atoms"
import { audienceFilter, audienceQuestion } from "./audience"
import { refuse } from "./custom"
import { MOST } from "./limits"

const limit = z.number().int().min(0).max(MOST.page)
const offset = z.number().int().min(0).max(MOST.offset)

export const page = z.strictObject({ limit, offset })

function some<const Values extends readonly string[]>(values: Values) {
  return z.array(z.enum(values)).min(1).max(MOST.choices).optional()
}

/** `name`, or `-name` for descending. */
function orderBy(fields: readonly string[]) {
  return z.enum(fields.flatMap((field) => [field, `-${field}`])).optional()
}

/** Newest first: there is no other order. */
const newestFirst = z.enum(["-created_at"]).optional()

export const memberListOptions = z.strictObject({
  limit: limit.optional(),
  offset: offset.optional(),
  order: orderBy(MEMBER_ORDERS),
  with_last_order: z.boolean().optional(),
})

/** Customers whose last orders are asked for: those of a page. */
export const lastOrdersQuestion = z.strictObject({ customer_ids: z.array(id).min(1).max(MOST.page) })
export type LastOrdersQuestion = z.output<typeof lastOrdersQuestion>

/** An audience's filter and a page, in one. */
export const memberList = audienceFilter.extend({ limit, offset, order: orderBy(MEMBER_ORDERS) })

export const templateList = page.extend({
  q: search.optional(),
  kind: z.enum(TEMPLATE_KINDS).optional(),
  order: orderBy(TEMPLATE_ORDERS),
})

export const segmentList = page.extend({ q: search.optional(), order: orderBy(SEGMENT_ORDERS) })

export const mailingList = page.extend({
  q: search.optional(),
  kind: z.enum(MAILING_KINDS).optional(),
  state: some(MAILING_STATES),
  order: newestFirst,
})

/** Reasons are the ledger's own words, of which later versions may have more. */
export const ledgerPart = z.strictObject({
  state: some(SHOWN_STATES),
  reason: z.array(text(MOST.name)).min(1).max(MOST.choices).optional(),
})

/** The ledger of one mailing. */
export const mailingDeliveryList = page.extend({ q: search.optional(), ...ledgerPart.shape })

/** The ledger across mailings. */
export const deliveryList = mailingDeliveryList.extend({
  mailing_id: id.optional(),
  customer_id: id.optional(),
  order_id: id.optional(),
  order: newestFirst,
})

/** What is looked for among all mail. */
export const logPart = z.strictObject({
  kind: some(LOG_KINDS),
  ...ledgerPart.shape,
  recipient: search.optional(),
  subject: search.optional(),
  at: dateRange.optional(),
  // A mail may name one that the options do not have any more.
  transport: z.array(text(MOST.name)).min(1).max(MOST.choices).optional(),
})

/** All mail. Pages go by `after`, the `next` of the page before. */
export const logList = logPart.extend({ limit, after: id.optional() })

/** Pages go by `after`, the `next` of the page before. */
export const failureList = z.strictObject({
  limit,
  after: id.optional(),
  invalid: z.boolean().optional(),
  state: some(FAILED_STATES),
})

/** The people behind a count. Pages go by `after`, the `next` of the page before. */
export const audienceList = audienceQuestion.extend({
  reason: z.enum(EXCLUSIONS).optional(),
  consent: z.enum(CONSENTS).optional(),
  q: search.optional(),
  after: id.optional(),
  limit: limit.optional(),
})
export type AudienceList = z.output<typeof audienceList>

/** The same as a file, which has no pages. */
export const audienceFile = audienceList.omit({ after: true, limit: true })
export type AudienceFile = z.output<typeof audienceFile>

/** What an order mailing left out. Pages go by `after`, the `next` of the page before. */
export const leftOutPart = z.strictObject({ reason: z.enum(LEFT_OUT_REASONS).optional() })
export const leftOutList = leftOutPart.extend({ after: offset.optional(), limit: limit.optional() })

export const documentList = page.extend({
  source: z.enum(ORDER_SOURCES),
  q: search.optional(),
  status: some(ORDER_STATUSES),
  fulfillment_status: some(FULFILLMENT_STATUSES),
  payment_status: some(PAYMENT_STATUSES),
  created_at: dateRange.optional(),
  order: orderBy(DOCUMENT_ORDERS),
})

/** What is about to be written: mail to members, or about documents, of one source or of any. */
export const lastTemplateOf = z
  .strictObject({ kind: z.enum(MAILING_KINDS), source: z.enum(ORDER_SOURCES).optional() })
  .superRefine(({ kind, source }, context) => {
    if (kind === "member" && source) {
      refuse(context, "source", "foreign_field", "does not belong to mail of kind member", { kind })
    }
  })
export type LastTemplateOf = z.output<typeof lastTemplateOf>

export const variablesOfKind = z.strictObject({ kind: z.enum(TEMPLATE_KINDS) })
