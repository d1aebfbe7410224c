/** Ticked customers whom nobody knows: a slip of the pen, or an id of another store. They are told, not passed over. */
import { MedusaError } from "../refusals/medusa-error"
import { Refusal, refusalIssue } from "../refusals/refusal"
import type { Database } from "../sql/database"

export interface UnknownCustomers {
  count: number
  /** The first of them. */
  customer_ids: string[]
}

/** How many are named. */
const NAMED = 20

/** @param deletedToo - A deleted customer counts as unknown as well. */
export async function unknownCustomers(
  db: Database,
  ids: readonly string[],
  deletedToo: boolean
): Promise<UnknownCustomers> {
  const alive = deletedToo ? "AND c.deleted_at IS NULL" : ""
  const [row] = await db.query<UnknownCustomers>(
    `WITH unknown AS MATERIALIZED (
       SELECT DISTINCT id FROM unnest($1::text[]) AS asked(id)
        WHERE NOT EXISTS (SELECT FROM customer c WHERE c.id = asked.id ${alive}))
     SELECT (SELECT count(*)::int FROM unknown) AS count,
            ARRAY(SELECT id FROM unknown ORDER BY id LIMIT ${NAMED}) AS customer_ids`,
    [ids]
  )
  return row!
}

/** @throws MedusaError `not_found` naming them. */
export async function assertCustomersKnown(
  db: Database,
  ids: readonly string[],
  deletedToo: boolean
): Promise<void> {
  const { count, customer_ids } = await unknownCustomers(db, ids, deletedToo)
  if (count) {
    const more = count > NAMED ? ` and ${count - NAMED} more` : ""
    const message = `customers not found: ${customer_ids.join(", ")}${more}. Nothing was changed.`
    const issue = refusalIssue("customer_ids", "unknown_customers", message, { count })
    throw new Refusal([issue], MedusaError.Types.NOT_FOUND)
  }
}
