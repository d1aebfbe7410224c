/** The invalid flag of addresses, set by a person or by what a server said. */
import { normalised } from "../address/sql"
import type { Database } from "../sql/database"

export interface InvalidFlag {
  /** The addresses of these customers; those without one are passed over. */
  customer_ids?: readonly string[]
  /** In any spelling; they need not belong to a customer. */
  emails?: readonly string[]
  invalid: boolean
  /** The server's own words, or the person's. */
  reason?: string | null
  class?: string | null
}

const CHOSEN = `chosen AS (
  SELECT ${normalised("email")} AS address FROM customer
   WHERE id = ANY($1::text[]) AND deleted_at IS NULL AND btrim(email) <> ''
  UNION
  SELECT ${normalised("email")} FROM unnest($2::text[]) AS email WHERE btrim(email) <> '')`

/** An address that is invalid already keeps the time since when it is. */
const SET = `
  WITH ${CHOSEN}, flagged AS (
    INSERT INTO mpmd_address (email, invalid, invalid_reason, invalid_class, invalid_since)
    SELECT address, true, $3, $4, clock_timestamp() FROM chosen
    ON CONFLICT (email) DO UPDATE
      SET invalid = true, invalid_reason = excluded.invalid_reason, invalid_class = excluded.invalid_class,
          invalid_since = CASE WHEN mpmd_address.invalid THEN mpmd_address.invalid_since
                               ELSE excluded.invalid_since END,
          updated_at = now(), deleted_at = NULL
    RETURNING 1)
  SELECT count(*)::int AS count FROM flagged`

const CLEAR = `
  WITH ${CHOSEN}, cleared AS (
    UPDATE mpmd_address SET invalid = false, invalid_reason = NULL, invalid_class = NULL,
           invalid_since = NULL, updated_at = now()
      FROM chosen WHERE mpmd_address.email = chosen.address AND mpmd_address.invalid
    RETURNING 1)
  SELECT count(*)::int AS count FROM cleared`

/** Flags addresses, or clears the flag of those that have it. @returns how many addresses changed. */
export async function setInvalid(db: Database, flag: InvalidFlag): Promise<number> {
  const addresses = [flag.customer_ids ?? [], flag.emails ?? []]
  const rows = flag.invalid
    ? await db.query<{ count: number }>(SET, [...addresses, flag.reason ?? null, flag.class ?? null])
    : await db.query<{ count: number }>(CLEAR, addresses)
  return rows[0]!.count
}
