/** Whom a mailing is for. A condition that is not understood is refused: passed over, it would mean everybody. */
import { z } from "@medusajs/framework/zod"

import { CONSENTS, INCLUDES, PURPOSES } from "../words"
import { code, dateRange, id, ids, instantOrDay, search, text } from "./atoms"
import { unless } from "./custom"
import { MOST } from "./limits"

const metadataValue = z.union([text(MOST.reason), z.number(), z.boolean()], {
  error: `must be text of 1 to ${MOST.reason} characters, a number, true or false`,
})

/** Of several any will do. */
const metadataValues = z.union([metadataValue, z.array(metadataValue).min(1).max(MOST.metadataValues)], {
  error: `must be text of 1 to ${MOST.reason} characters, a number, true or false, or a list of such`,
})

function hasFields(value: object): boolean {
  const { length } = Object.keys(value)
  return length > 0 && length <= MOST.metadataKeys
}

const FIELDS = `must name 1 to ${MOST.metadataKeys} fields, each with 1 to ${MOST.name} characters`

/** The values that a customer's metadata must have in these fields. */
const metadata = z
  .record(z.string().min(1).max(MOST.name), metadataValues, {
    error: ({ code }) => (code === "invalid_key" ? FIELDS : undefined),
  })
  .refine(hasFields, unless("wrong_metadata", FIELDS, { limit: MOST.metadataKeys }))

function some(item: z.ZodType<string>, most: number) {
  return z.array(item).min(1).max(most)
}

const bought = z
  .strictObject({
    product_ids: some(id, MOST.products).optional(),
    collection_ids: some(id, MOST.products).optional(),
    since: instantOrDay.optional(),
  })
  .refine(
    ({ product_ids, collection_ids }) => product_ids ?? collection_ids,
    unless("empty_field", "must name product_ids or collection_ids")
  )

function bounds(number: z.ZodNumber) {
  return { $gte: number.optional(), $lte: number.optional() }
}

function isBounded({ $gte, $lte }: { $gte?: number; $lte?: number }): boolean {
  return $gte !== undefined || $lte !== undefined
}

const BOUNDED = unless("empty_range", "needs $gte or $lte")

const orders = z
  .strictObject({
    count: z
      .strictObject(bounds(z.number().int().min(0).max(MOST.orders)))
      .refine(isBounded, BOUNDED)
      .optional(),
    total: z
      .strictObject({
        ...bounds(z.number().min(0).max(MOST.money)),
        currency_code: code(/^[a-z]{3}$/i, "jpy"),
      })
      .refine(isBounded, BOUNDED)
      .optional(),
  })
  .refine(({ count, total }) => count ?? total, unless("empty_field", "must name count or total"))

export const audienceFilter = z.strictObject({
  q: search.optional(),
  groups: z.array(id).min(1).max(MOST.groups).optional(),
  has_account: z.boolean().optional(),
  created_at: dateRange.optional(),
  company_name: text(MOST.name).optional(),
  metadata: metadata.optional(),
  consent: z.array(z.enum(CONSENTS)).min(1).max(MOST.choices).optional(),
  invalid: z.boolean().optional(),
  last_order_at: dateRange.optional(),
  never_ordered: z.boolean().optional(),
  sales_channels: some(id, MOST.choices).optional(),
  bought: bought.optional(),
  orders: orders.optional(),
  countries: some(code(/^[a-z]{2}$/i, "jp"), MOST.countries).optional(),
  languages: some(code(/^[a-z]{2,3}$/i, "ja"), MOST.choices).optional(),
})

const people = {
  filter: audienceFilter.optional(),
  customer_ids: ids.optional(),
  include: z.enum(INCLUDES).optional(),
}

/** What SQL is made of: a segment has become its filter. */
export const plainAudience = z
  .strictObject(people)
  // Without this a slip of the pen would be a mail to everyone.
  .refine(
    ({ filter, customer_ids }) => (filter === undefined) !== (customer_ids === undefined),
    unless("one_of_two", "needs either a filter or customer_ids, and not both", {
      one: "filter",
      other: "customer_ids",
    })
  )

const WAYS = ["filter", "segment_id", "customer_ids"] as const

/** What may be asked for: one of the three, for the same reason. */
export const audience = z
  .strictObject({ ...people, segment_id: id.optional() })
  .refine(
    (given) => WAYS.filter((way) => given[way] !== undefined).length === 1,
    unless("one_of_these", `needs exactly one of ${WAYS.join(", ")}`, { names: WAYS.join(", ") })
  )

export const purpose = z.enum(PURPOSES)

/** What may be asked about an audience. */
export const audienceQuestion = z.strictObject({ audience, purpose: purpose.optional() })
export type AudienceQuestion = z.output<typeof audienceQuestion>
