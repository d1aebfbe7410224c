/**
 * When a person last ordered, and in what language. Asked by person, not by customer row: an order counts for everyone who is its
 * customer or has its e-mail, because a guest's order and a later account are the same person.
 * Draft and cancelled orders do not count. Read-only on Medusa's tables.
 */
import { normalised } from "../address/sql"
import { languageOfLocaleSql } from "../formats/locale"
import { DEFAULTS } from "../settings/settings"

export const PLACED = `o.deleted_at IS NULL AND o.canceled_at IS NULL AND NOT o.is_draft_order
  AND o.status NOT IN ('draft', 'canceled')`

/** Orders by customer and by address, each once: two hash joins, never a look-up per customer. */
function lastOrders(ofCustomers: string, ofAddresses: string): string {
  return `
    LEFT JOIN (SELECT o.customer_id, max(o.created_at) AS at FROM "order" o
                WHERE ${PLACED} AND ${ofCustomers} GROUP BY 1) AS own_order
      ON own_order.customer_id = c.id
    LEFT JOIN (SELECT ${normalised("o.email")} AS address, max(o.created_at) AS at FROM "order" o
                WHERE ${PLACED} AND ${ofAddresses} GROUP BY 1) AS mail_order
      ON mail_order.address = ${normalised("c.email")}`
}

/** For every customer `c`. Postgres leaves out what the statement does not look at. */
export const LAST_ORDER_JOINS = lastOrders("o.customer_id IS NOT NULL", "btrim(o.email) <> ''")

/** For the customers of one page, given as placeholders of two arrays; orders are read once for all of them. */
export function lastOrderJoinsOf(ids: string, addresses: string): string {
  return lastOrders(
    `o.customer_id = ANY(${ids}::text[])`,
    `${normalised("o.email")} = ANY(${addresses}::text[])`
  )
}

/** NULL for those who have never ordered. */
export const LAST_ORDER_AT = "greatest(own_order.at, mail_order.at)"

/** The same for customer `c` as two anti-joins, a third cheaper than to find out when the others ordered. */
export const NEVER_ORDERED = `NOT EXISTS (SELECT FROM "order" o WHERE ${PLACED} AND o.customer_id = c.id)
  AND NOT EXISTS (SELECT FROM "order" o WHERE ${PLACED} AND btrim(o.email) <> ''
                     AND ${normalised("o.email")} = ${normalised("c.email")})`

const LANGUAGE_OF_ORDER = languageOfLocaleSql("o.locale")

/** For every customer `c`, of the last order that says one; a store may have taken many before its orders did. */
export const LAST_LANGUAGE_JOINS = `
    LEFT JOIN (SELECT DISTINCT ON (o.customer_id) o.customer_id, o.created_at AS at, ${LANGUAGE_OF_ORDER} AS language
                 FROM "order" o WHERE ${PLACED} AND o.customer_id IS NOT NULL AND ${LANGUAGE_OF_ORDER} IS NOT NULL
                ORDER BY o.customer_id, o.created_at DESC, o.id DESC) AS own_spoken
      ON own_spoken.customer_id = c.id
    LEFT JOIN (SELECT DISTINCT ON (${normalised("o.email")}) ${normalised("o.email")} AS address, o.created_at AS at,
                      ${LANGUAGE_OF_ORDER} AS language
                 FROM "order" o WHERE ${PLACED} AND btrim(o.email) <> '' AND ${LANGUAGE_OF_ORDER} IS NOT NULL
                ORDER BY ${normalised("o.email")}, o.created_at DESC, o.id DESC) AS mail_spoken
      ON mail_spoken.address = ${normalised("c.email")}`

/** Of customer `c`: of their last order, else what their metadata says, else the shop's. */
export const LANGUAGE = `coalesce(
    CASE WHEN own_spoken.at >= mail_spoken.at THEN own_spoken.language ELSE mail_spoken.language END,
    own_spoken.language,
    ${languageOfLocaleSql("c.metadata->>'locale'")},
    ${languageOfLocaleSql("c.metadata->>'language'")},
    (SELECT shop.language FROM mpmd_settings shop WHERE shop.id = 'settings' AND shop.deleted_at IS NULL),
    '${DEFAULTS.language}')`
