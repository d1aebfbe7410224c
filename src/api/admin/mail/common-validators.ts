/**
 * Shapes that several mail routes share. Medusa prints the path of only some of zod's faults; every other
 * fault has to name its field in its own words, which `fault` does.
 */
import { z } from "@medusajs/framework/zod"

import { parseAddress } from "../../../modules/mail/content/address"
import { isDay } from "../../../modules/mail/shop-time"
import { CONSENTS, FORMATS, INCLUDES, LANGUAGES, ORDER_SOURCES, PURPOSES } from "../../../modules/mail/types"

/** Where mails and ticks travel: Medusa's own limit of 100 kB is less than 3,000 ticked customers. */
export const MAIL_BODY = { sizeLimit: "5mb" } as const

/** A fault in the words of Medusa's own, the field's path included. `sentence` continues after the field. */
export function fault(sentence: string) {
  return {
    error: (issue: { path?: readonly PropertyKey[] }) =>
      `Value for field '${(issue.path ?? []).join(", ")}' ${sentence}`,
  }
}

/** For `z.discriminatedUnion`, whose own fault does not say which field decides. */
export function expected(field: string, values: readonly string[]) {
  return { error: `Expected: '${values.join(", ")}' for field '${field}'` }
}

function isInstant(value: string): boolean {
  return z.iso.datetime({ offset: true }).safeParse(value).success
}

/** ISO 8601 with a time zone, which comes out in UTC, or a day, which the module takes for one of the shop. */
export const instantOrDay = z
  .string()
  .refine((value) => isInstant(value) || isDay(value), {
    ...fault("must be an ISO 8601 time such as 2026-11-24T09:00:00+09:00, or a day"),
    abort: true,
  })
  .transform((value) => (isDay(value) ? value : new Date(value).toISOString()))

/** One line: a line break in a subject would begin another header. */
export const subject = z.string().refine((value) => !/[\r\n]/.test(value), fault("must be one line"))

export const text = z.string().refine((value) => value.trim() !== "", fault("must not be empty"))

function isAddress(value: string): boolean {
  const parsed = parseAddress(value)
  // An address that only some servers take is an address all the same.
  return parsed.ok || parsed.reason === "needs_smtputf8"
}

export const address = z.string().refine(isAddress, fault("is not one e-mail address, such as a@example.com"))

export const ids = z.array(z.string()).min(1)

export const dateRange = z.strictObject({ $gte: instantOrDay.optional(), $lte: instantOrDay.optional() })

export const flagInQuery = z.enum(["true", "false"]).transform((value) => value === "true")

/** `a[]=1&a[]=2`, `a=1`, and what Express makes of more than 20 values: an object with their indexes. */
export function listInQuery<Item>(item: z.ZodType<Item, string>) {
  return z.preprocess((value) => {
    if (typeof value === "string") {
      return [value]
    }
    return value && typeof value === "object" && !Array.isArray(value) ? Object.values(value) : value
  }, z.array(item).min(1))
}

const consent = z.enum(CONSENTS)

/** In a body. */
export const audienceFilter = z.strictObject({
  q: z.string().optional(),
  groups: ids.optional(),
  has_account: z.boolean().optional(),
  created_at: dateRange.optional(),
  company_name: z.string().optional(),
  metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  consent: z.array(consent).min(1).optional(),
  invalid: z.boolean().optional(),
  last_order_at: dateRange.optional(),
  never_ordered: z.boolean().optional(),
})

/** The same in a query, where everything is text. Metadata is therefore compared with text only. */
export const audienceFilterInQuery = audienceFilter.extend({
  groups: listInQuery(z.string()).optional(),
  has_account: flagInQuery.optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  consent: listInQuery(consent).optional(),
  invalid: flagInQuery.optional(),
  never_ordered: flagInQuery.optional(),
})

export const audience = z
  .strictObject({
    filter: audienceFilter.optional(),
    customer_ids: ids.optional(),
    include: z.enum(INCLUDES).optional(),
  })
  .refine(
    ({ filter, customer_ids }) => (filter === undefined) !== (customer_ids === undefined),
    fault("needs either filter or customer_ids, and not both")
  )

export const purpose = z.enum(PURPOSES)

export const format = z.enum(FORMATS)

export const language = z.enum(LANGUAGES)

export const memberContent = z.strictObject({
  subject,
  body: z.string(),
  format,
  include_signature: z.boolean(),
})

export const orderContent = z.strictObject({
  source: z.enum(ORDER_SOURCES),
  subject,
  header: z.string(),
  footer: z.string(),
  format,
  include_signature: z.boolean(),
})

/** The one document whose data fills a preview or a sample. */
export const oneDocument = {
  order_id: z.string().optional(),
  fulfillment_id: z.string().optional(),
  draft_order_id: z.string().optional(),
}

/** A page of a list. */
export const page = z.strictObject({
  limit: z.coerce.number().int().min(0).max(200).default(50),
  offset: z.coerce.number().int().min(0).default(0),
})

/** `order=name`, `order=-name`. */
export function orderBy<Field extends string>(fields: readonly Field[]) {
  return z.enum(fields.flatMap((field): (Field | `-${Field}`)[] => [field, `-${field}`])).optional()
}
