/**
 * When given customers last ordered, by the same rule as their list tells it. It is asked apart where nobody should wait for
 * it: orders have no index by address, and are read for it, once for all who are asked for.
 */
import { normalised } from "../address/sql"
import { LAST_ORDER_AT, lastOrderJoinsOf } from "../audience/orders"
import type { LastOrdersQuestion } from "../shapes"
import type { Database } from "../sql/database"

export interface LastOrderDTO {
  customer_id: string
  /** Null for who never ordered. */
  last_order_at: Date | null
}

const ADDRESSES = `
  SELECT nullif(${normalised("email")}, '') AS address FROM customer
   WHERE id = ANY($1::text[]) AND deleted_at IS NULL`

const LAST_ORDERS = `
  SELECT c.id AS customer_id, ${LAST_ORDER_AT} AS last_order_at
    FROM unnest($1::text[]) WITH ORDINALITY AS asked(id, place) JOIN customer c ON c.id = asked.id AND c.deleted_at IS NULL
    ${lastOrderJoinsOf("$1", "$2")}
   ORDER BY asked.place`

/**
 * Tells when customers last ordered.
 *
 * @returns Each once, in the order in which they are named; who is no customer any more is not among them.
 */
export async function listLastOrders(
  db: Database,
  { customer_ids }: LastOrdersQuestion
): Promise<LastOrderDTO[]> {
  const ids = [...new Set(customer_ids)]
  const people = await db.query<{ address: string | null }>(ADDRESSES, [ids])
  return db.query(LAST_ORDERS, [ids, people.flatMap(({ address }) => address ?? [])])
}
