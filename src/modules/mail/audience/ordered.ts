/**
 * Whoever placed certain orders, and what theirs come to. By person, as in orders.ts: an order is its customer's, and of
 * everyone who has its e-mail.
 */
import { normalised } from "../address/sql"
import type { Parameters } from "../sql/parameters"
import type { Bought, NumberRange, OrdersFilter } from "../words"
import { PLACED } from "./orders"

/** Blank is no address: two orders without one are not of one person. */
const ADDRESS = `nullif(${normalised("o.email")}, '')`

/** Each address once: of a unique column Postgres knows that a hash join is right; of one it has to guess it sorts all customers. */
const WHO_HAS = `JOIN customer other ON ${normalised("other.email")} = known.address`

/** SQL for the ids of people with such orders, which are looked for once. */
function peopleWith(where: string, joins = ""): string {
  return `WITH some_order AS MATERIALIZED (
      SELECT o.customer_id, ${ADDRESS} AS address FROM "order" o ${joins} WHERE ${PLACED} AND ${where})
    SELECT customer_id AS id FROM some_order WHERE customer_id IS NOT NULL
    UNION ALL
    SELECT other.id FROM (SELECT DISTINCT address FROM some_order WHERE address IS NOT NULL) AS known ${WHO_HAS}`
}

/**
 * SQL for the ids of people by what a figure of such orders sums up to. An order is its address's people's; and its
 * customer's, unless that is the address they have: each is somebody's once.
 */
function peopleByTheSum(having: string, figure: string, where: string, joins = ""): string {
  return `SELECT id FROM (
    WITH some_order AS MATERIALIZED (
      SELECT o.customer_id, ${ADDRESS} AS address, ${figure} AS figure,
             ${normalised("o.email")} IS NOT DISTINCT FROM ${normalised("owner.email")} AS is_by_address
        FROM "order" o LEFT JOIN customer owner ON owner.id = o.customer_id ${joins} WHERE ${PLACED} AND ${where})
    SELECT customer_id AS id, figure FROM some_order
     WHERE customer_id IS NOT NULL AND (address IS NULL OR NOT is_by_address)
    UNION ALL
    SELECT other.id, known.figure FROM (
      SELECT address, sum(figure) AS figure FROM some_order WHERE address IS NOT NULL GROUP BY address) AS known ${WHO_HAS}
    ) AS person GROUP BY id HAVING ${having}`
}

/** Customer `c` has an order in one of these sales channels. */
export function orderedIn(salesChannels: readonly string[], values: Parameters): string {
  return `c.id IN (${peopleWith(`o.sales_channel_id = ANY(${values.add(salesChannels)}::text[])`)})`
}

/**
 * What stands in the order as it is now, returned or not. Collections are those of today; what was deleted since was
 * bought all the same.
 */
export function hasBought({ product_ids, collection_ids, since }: Bought, values: Parameters): string {
  const products = [
    product_ids && `SELECT unnest(${values.add(product_ids)}::text[])`,
    collection_ids &&
      `SELECT p.id FROM product p WHERE p.collection_id = ANY(${values.add(collection_ids)}::text[])`,
  ]
  const lines = `o.id IN (SELECT item.order_id FROM order_line_item line
      JOIN order_item item ON item.item_id = line.id AND item.deleted_at IS NULL AND item.quantity > 0
      JOIN "order" its ON its.id = item.order_id AND its.version = item.version
     WHERE line.deleted_at IS NULL AND line.product_id = ANY(ARRAY(${products.filter(Boolean).join(" UNION ")})))`
  const after = since === undefined ? "" : ` AND o.created_at >= ${values.add(since)}::timestamptz`
  return `c.id IN (${peopleWith(lines + after)})`
}

/** An address that they keep, or where an order of theirs went: guests keep none. */
export function livesIn(countries: readonly string[], values: Parameters): string {
  const wanted = `ANY(${values.add(countries)}::text[])`
  const delivery = "JOIN order_address place ON place.id = o.shipping_address_id"
  return `c.id IN (
    SELECT home.customer_id FROM customer_address home
     WHERE home.deleted_at IS NULL AND lower(home.country_code) = ${wanted}
    UNION ALL (${peopleWith(`lower(place.country_code) = ${wanted}`, delivery)}))`
}

function bounds(expression: string, { $gte, $lte }: NumberRange, values: Parameters): string[] {
  return [
    ...($gte === undefined ? [] : [`${expression} >= ${values.add($gte)}::numeric`]),
    ...($lte === undefined ? [] : [`${expression} <= ${values.add($lte)}::numeric`]),
  ]
}

/** As Medusa keeps it with each version of an order: what it comes to now, without what was returned. */
const TOTAL = "coalesce((summary.totals->>'current_order_total')::numeric, 0)"
const SUMMARY = `LEFT JOIN order_summary summary
  ON summary.order_id = o.id AND summary.version = o.version AND summary.deleted_at IS NULL`

interface Figure {
  sql: string
  where?: string
  joins?: string
}

/** People without such orders have none of them, which a range may hold too; they are found by their absence. */
function ordersWithin(figure: Figure, range: NumberRange, values: Parameters): string {
  const isWithin = bounds("sum(figure)", range, values).join(" AND ")
  const people = (having: string) => peopleByTheSum(having, figure.sql, figure.where ?? "true", figure.joins)
  return range.$gte
    ? `c.id IN (${people(isWithin)})`
    : `NOT EXISTS (SELECT FROM (${people(`NOT (${isWithin})`)}) AS outside WHERE outside.id = c.id)`
}

/** How many orders customer `c` has, and what those of one currency come to. */
export function ordersComeTo({ count, total }: OrdersFilter, values: Parameters): string {
  const conditions = count ? [ordersWithin({ sql: "1" }, count, values)] : []
  if (total) {
    const { currency_code, ...range } = total
    const where = `lower(o.currency_code) = ${values.add(currency_code)}`
    conditions.push(ordersWithin({ sql: TOTAL, where, joins: SUMMARY }, range, values))
  }
  return conditions.join(" AND ")
}
