/**
 * When a person last ordered. Asked by person, not by customer row: an order counts for everyone who is its
 * customer or has its e-mail, because a guest's order and a later account are the same person.
 * Draft and cancelled orders do not count. Read-only on Medusa's tables.
 */
import { normalised } from "../consent/rule"

const PLACED = `deleted_at IS NULL AND canceled_at IS NULL AND NOT is_draft_order
  AND status NOT IN ('draft', 'canceled')`

/** Orders by customer and by address, each once: two hash joins, never a look-up per customer. */
function lastOrders(ofCustomers: string, ofAddresses: string): string {
  return `
    LEFT JOIN (SELECT customer_id, max(created_at) AS at FROM "order"
                WHERE ${PLACED} AND ${ofCustomers} GROUP BY 1) AS own_order
      ON own_order.customer_id = c.id
    LEFT JOIN (SELECT ${normalised("email")} AS address, max(created_at) AS at FROM "order"
                WHERE ${PLACED} AND ${ofAddresses} GROUP BY 1) AS mail_order
      ON mail_order.address = ${normalised("c.email")}`
}

/** For every customer `c`. Postgres leaves out what the statement does not look at. */
export const LAST_ORDER_JOINS = lastOrders("customer_id IS NOT NULL", "btrim(email) <> ''")

/** For the customers of a CTE `page` with `id` and `address`; orders are read once for all of them. */
export const LAST_ORDER_JOINS_OF_PAGE = lastOrders(
  "customer_id IN (SELECT id FROM page)",
  `${normalised("email")} IN (SELECT address FROM page WHERE address <> '')`
)

/** NULL for those who have never ordered. */
export const LAST_ORDER_AT = "greatest(own_order.at, mail_order.at)"
