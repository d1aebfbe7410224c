/**
 * Customers who placed certain orders, and what theirs come to. By person, as in orders.ts: an order is its customer's, and of
 * everyone who has its e-mail.
 */
import { normalised } from "../address/sql"
import { lowerOfAscii } from "../formats/ascii"
import type { Parameters } from "../sql/parameters"
import type { Bought, NumberRange, OrdersFilter } from "../words"
import { PLACED } from "./orders"

/** Blank is no address: two orders without one are not of one person. */
const ADDRESS = `nullif(${normalised("o.email")}, '')`

interface Counted {
  /** Says by `figure` which people are meant. */
  wanted: string
  /** Of an order `o`. */
  figure: string
  where?: string
  joins?: string
  /** What counts besides orders, as SQL for rows of the same three columns. */
  others?: string
  /** Which of them count as the customer's, as SQL for pairs of customer and figure. */
  own: string
}

/**
 * SQL for the ids of people by what their orders of a kind sum up to; of those without any that is 0. All customers are joined
 * with the sums: of bare ids Postgres guesses two hundred where there are as many as customers, and looks each one up.
 */
function peopleWhose({ wanted, figure, where = "true", joins = "", others = "", own }: Counted): string {
  return `WITH some_order AS MATERIALIZED (
      SELECT o.customer_id, ${ADDRESS} AS address, ${figure} AS figure
        FROM "order" o ${joins} WHERE ${PLACED} AND ${where} ${others}),
    by_address AS (SELECT address, sum(figure) AS figure FROM some_order WHERE address IS NOT NULL GROUP BY 1),
    by_customer AS (SELECT customer_id, sum(figure) AS figure FROM (${own}) AS own GROUP BY 1)
    SELECT id FROM (
      SELECT person.id, coalesce(by_customer.figure, 0) + coalesce(by_address.figure, 0) AS figure
        FROM customer person
        LEFT JOIN by_customer ON by_customer.customer_id = person.id
        LEFT JOIN by_address ON by_address.address = ${normalised("person.email")}) AS people
     WHERE ${wanted}`
}

const EACH = "SELECT customer_id, figure FROM some_order WHERE customer_id IS NOT NULL"

/** Each order once: not as the customer's whose address it has, since it counts by that. */
const EACH_ONCE = `SELECT some_order.customer_id, some_order.figure FROM some_order
    LEFT JOIN customer owner ON owner.id = some_order.customer_id AND ${normalised("owner.email")} = some_order.address
   WHERE some_order.customer_id IS NOT NULL AND owner.id IS NULL`

/** SQL for the ids of people with such orders; how many does not matter. */
function peopleWith(orders: Pick<Counted, "where" | "joins" | "others">): string {
  return peopleWhose({ ...orders, figure: "1", wanted: "figure > 0", own: EACH })
}

/** Customer `c` has an order in one of these sales channels. */
export function orderedIn(salesChannels: readonly string[], values: Parameters): string {
  return `c.id IN (${peopleWith({ where: `o.sales_channel_id = ANY(${values.add(salesChannels)}::text[])` })})`
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
  return `c.id IN (${peopleWith({ where: lines + after })})`
}

/** An address that they keep, or where an order of theirs went: guests keep none. */
export function livesIn(countries: readonly string[], values: Parameters): string {
  const wanted = `ANY(${values.add(countries)}::text[])`
  return `c.id IN (${peopleWith({
    where: `${lowerOfAscii("place.country_code")} = ${wanted}`,
    joins: "JOIN order_address place ON place.id = o.shipping_address_id",
    others: `UNION ALL SELECT home.customer_id, NULL, 1 FROM customer_address home
              WHERE home.deleted_at IS NULL AND ${lowerOfAscii("home.country_code")} = ${wanted}`,
  })})`
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

function ordersWithin(
  orders: Pick<Counted, "figure" | "where" | "joins">,
  range: NumberRange,
  values: Parameters
): string {
  const wanted = bounds("figure", range, values).join(" AND ")
  return `c.id IN (${peopleWhose({ ...orders, wanted, own: EACH_ONCE })})`
}

/** How many orders customer `c` has, and what those of one currency come to. */
export function ordersComeTo({ count, total }: OrdersFilter, values: Parameters): string {
  const conditions = count ? [ordersWithin({ figure: "1" }, count, values)] : []
  if (total) {
    const { currency_code, ...range } = total
    const where = `${lowerOfAscii("o.currency_code")} = ${values.add(currency_code)}`
    conditions.push(ordersWithin({ figure: TOTAL, where, joins: SUMMARY }, range, values))
  }
  return conditions.join(" AND ")
}
