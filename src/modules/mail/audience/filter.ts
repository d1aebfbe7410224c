/**
 * An audience as SQL over the store's own tables. Medusa's Query can neither say "no order since" nor count
 * a de-duplicated million in a second. Read-only on foreign tables, respecting `deleted_at`.
 * The aliases are fixed: customer `c`, mpmd_member `m`, mpmd_address `a`, orders as in orders.ts.
 */
import { normalised } from "../address/sql"
import { consentJoins, consentOf } from "../eligibility/exclusions"
import { audienceFilter, plainAudience } from "../shapes/audience"
import { check } from "../shapes/check"
import type { Parameters } from "../sql/parameters"
import { containing, nameText, oneText, wordIn, wordsOf } from "../sql/search"
import type { AudienceFilter, DateRange, MetadataValue, PlainAudience } from "../words"
import { hasBought, livesIn, orderedIn, ordersComeTo } from "./ordered"
import { LANGUAGE, LAST_LANGUAGE_JOINS, LAST_ORDER_AT, LAST_ORDER_JOINS, NEVER_ORDERED } from "./orders"

export const ALIASES = { member: "m", address: "a" } as const

/** The columns that Medusa marks searchable. */
const SEARCHED = oneText("c.company_name", nameText("c"), "c.email", "c.phone")

export function search(q: string, parameters: Parameters): string {
  return wordsOf(q)
    .map((word) => wordIn(SEARCHED, word, parameters))
    .join(" AND ")
}

function within(expression: string, range: DateRange, parameters: Parameters): string {
  const bounds = [`${expression} IS NOT NULL`]
  if (range.$gte !== undefined) {
    bounds.push(`${expression} >= ${parameters.add(range.$gte)}::timestamptz`)
  }
  if (range.$lte !== undefined) {
    bounds.push(`${expression} <= ${parameters.add(range.$lte)}::timestamptz`)
  }
  return bounds.join(" AND ")
}

/**
 * The groups are looked up beforehand, as an array: joined to them, Postgres guessed 226 members where there were
 * 50,000 and looked each one up.
 */
const IN_GROUP = (groups: string) => `c.id IN (
  SELECT gc.customer_id FROM customer_group_customer gc
   WHERE gc.deleted_at IS NULL AND gc.customer_group_id = ANY(ARRAY(
     SELECT g.id FROM customer_group g WHERE g.deleted_at IS NULL AND g.id = ANY(${groups}::text[]))))`

/** Containment compares type and value: the number 1 is not the text "1". */
function holds(key: string, value: MetadataValue, parameters: Parameters): string {
  return `c.metadata @> ${parameters.add(JSON.stringify({ [key]: value }))}::jsonb`
}

function metadata(wanted: NonNullable<AudienceFilter["metadata"]>, parameters: Parameters): string {
  const fields = Object.entries(wanted).map(([key, values]) => {
    const found = [values].flat().map((value) => holds(key, value, parameters))
    return `(${found.join(" OR ")})`
  })
  return fields.join(" AND ")
}

type Conditions = {
  [Field in keyof AudienceFilter]-?: (
    value: NonNullable<AudienceFilter[Field]>,
    parameters: Parameters
  ) => string
}

const CONDITIONS: Conditions = {
  q: search,
  groups: (groups, parameters) => IN_GROUP(parameters.add(groups)),
  has_account: (wanted, parameters) => `c.has_account = ${parameters.add(wanted)}`,
  created_at: (range, parameters) => within("c.created_at", range, parameters),
  company_name: (text, parameters) => `c.company_name ILIKE ${parameters.add(containing(text))}`,
  metadata,
  consent: (wanted, parameters) => `${consentOf(ALIASES)} = ANY(${parameters.add(wanted)}::text[])`,
  invalid: (wanted, parameters) => `coalesce(a.invalid, false) = ${parameters.add(wanted)}`,
  last_order_at: (range, parameters) => within(LAST_ORDER_AT, range, parameters),
  never_ordered: (wanted) => (wanted ? NEVER_ORDERED : `${LAST_ORDER_AT} IS NOT NULL`),
  sales_channels: orderedIn,
  bought: hasBought,
  orders: ordersComeTo,
  countries: livesIn,
  languages: (wanted, parameters) => `${LANGUAGE} = ANY(${parameters.add(wanted)}::text[])`,
}

/** The conditions of a filter that has been checked; an empty one matches every customer. */
function conditionsOf(filter: AudienceFilter, parameters: Parameters): string {
  const fields = Object.keys(filter).filter((field) => filter[field as keyof AudienceFilter] !== undefined)
  const conditions = fields.map((field) => {
    const build = CONDITIONS[field as keyof Conditions] as (value: unknown, parameters: Parameters) => string
    return build(filter[field as keyof AudienceFilter], parameters)
  })
  return ["c.deleted_at IS NULL", ...conditions].join("\n AND ")
}

/**
 * `WHERE` of a filter.
 *
 * @throws MedusaError (`invalid_data`) for a condition that is not understood: passed over, it would make the audience
 *   larger than what was asked for.
 */
export function whereOf(filter: AudienceFilter, parameters: Parameters): string {
  return conditionsOf(check(audienceFilter, filter), parameters)
}

/** What `WHERE` and the columns may look at. Joins that nothing looks at cost nothing: all are by unique keys. */
export const FROM_CUSTOMERS = `FROM customer c
  ${consentJoins("c.id", normalised("c.email"), ALIASES)}
  ${LAST_ORDER_JOINS}
  ${LAST_LANGUAGE_JOINS}`

/**
 * `FROM … WHERE …` of an audience.
 *
 * @throws MedusaError (`invalid_data`) for a condition that is not understood, and unless the audience has either a
 *   filter or customer ids: without this a slip of the pen would be a mail to everyone.
 */
export function peopleOf(audience: PlainAudience, parameters: Parameters): string {
  const { filter = {}, customer_ids } = check(plainAudience, audience)
  const where = conditionsOf(filter, parameters)
  const ticked = customer_ids && ` AND c.id = ANY(${parameters.add(customer_ids)}::text[])`
  return `${FROM_CUSTOMERS} WHERE ${where}${ticked ?? ""}`
}
