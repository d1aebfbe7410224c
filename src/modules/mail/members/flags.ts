/** The invalid flag of addresses, set by a person or by what a server said. */
import { normalised } from "../address/sql"
import { notFound } from "../refusals/refusal"
import type { Database } from "../sql/database"

/** Who says so, for the record. */
export interface FlaggedBy {
  /** `automatic`: this program, by what came back. */
  origin: "person" | "automatic"
  actorId?: string | null
}

export interface InvalidFlag {
  /** The addresses of these customers; those without one are passed over. */
  customer_ids?: readonly string[]
  /** In any spelling; they need not belong to a customer. */
  emails?: readonly string[]
  /** Where these mails failed, with the server's own words; passed over if they have been sent again since. */
  delivery_ids?: readonly string[]
  invalid: boolean
  /** A person's own words; else those of the server, of a mail that failed. */
  reason?: string | null
  class?: string | null
}

/** Each address once, with the latest mail that failed there if some were named. */
const CHOSEN = `chosen AS MATERIALIZED (
  SELECT DISTINCT ON (address) address, delivery_id, reason, response FROM (
    SELECT ${normalised("email")} AS address, NULL AS delivery_id, NULL AS reason, NULL AS response, NULL::timestamptz AS made
      FROM customer WHERE id = ANY($1::text[]) AND deleted_at IS NULL AND btrim(email) <> ''
    UNION ALL
    SELECT ${normalised("email")}, NULL, NULL, NULL, NULL FROM unnest($2::text[]) AS email WHERE btrim(email) <> ''
    UNION ALL
    SELECT address, id, reason, response, created_at FROM mpmd_delivery
     WHERE id = ANY($3::text[]) AND state IN ('failed', 'bounced') AND deleted_at IS NULL) AS named
   ORDER BY address, made DESC NULLS LAST)`

/** What was so already is not recorded again. @param words - Reason and class, as SQL. */
function record(action: "flagged" | "cleared", words: string, by: string): string {
  return `recorded AS (
    INSERT INTO mpmd_flag_event (email, action, reason, class, delivery_id, origin, actor_id, created_at)
    SELECT news.address, '${action}', ${words}, news.delivery_id, ${by}, clock_timestamp() FROM news)`
}

/** An address that is invalid already keeps the time since when it is. */
const SET = `
  WITH ${CHOSEN}, news AS MATERIALIZED (
    SELECT chosen.* FROM chosen LEFT JOIN mpmd_address a ON a.email = chosen.address WHERE a.invalid IS NOT TRUE
  ), ${record("flagged", "coalesce($4, news.response), coalesce($5, news.reason)", "$6, $7")}, flagged AS (
    INSERT INTO mpmd_address (email, invalid, invalid_reason, invalid_class, invalid_since, invalid_delivery_id)
    SELECT address, true, coalesce($4, response), coalesce($5, reason), clock_timestamp(), delivery_id FROM chosen
    ON CONFLICT (email) DO UPDATE
      SET invalid = true, invalid_reason = excluded.invalid_reason, invalid_class = excluded.invalid_class,
          invalid_delivery_id = excluded.invalid_delivery_id,
          invalid_since = CASE WHEN mpmd_address.invalid THEN mpmd_address.invalid_since
                               ELSE excluded.invalid_since END,
          updated_at = now(), deleted_at = NULL
    RETURNING 1)
  SELECT count(*)::int AS count FROM flagged`

/** A person who clears a flag, or leaves out an address whose mail failed, says that mail arrives there. */
const CLEAR = `
  WITH ${CHOSEN}, flagged AS MATERIALIZED (
    SELECT a.email FROM mpmd_address a JOIN chosen ON chosen.address = a.email WHERE a.invalid
  ), news AS (
    SELECT address, delivery_id FROM chosen WHERE address IN (SELECT email FROM flagged)
  ), ${record("cleared", "NULL, NULL", "$4, $5")}, vouched AS (
    INSERT INTO mpmd_address (email, vouched_at)
    SELECT address, clock_timestamp() FROM chosen
     WHERE delivery_id IS NOT NULL OR address IN (SELECT email FROM flagged)
    ON CONFLICT (email) DO UPDATE
      SET invalid = false, invalid_reason = NULL, invalid_class = NULL, invalid_since = NULL,
          invalid_delivery_id = NULL, vouched_at = excluded.vouched_at, updated_at = now(), deleted_at = NULL)
  SELECT count(*)::int AS count FROM flagged`

/** Flags addresses, or clears the flag of those that have it, on record. @returns how many addresses changed. */
export async function setInvalid(
  db: Database,
  flag: InvalidFlag,
  { origin, actorId = null }: FlaggedBy = { origin: "person" }
): Promise<number> {
  const addresses = [flag.customer_ids ?? [], flag.emails ?? [], flag.delivery_ids ?? []]
  const by = [origin, actorId]
  const rows = flag.invalid
    ? await db.query<{ count: number }>(SET, [...addresses, flag.reason ?? null, flag.class ?? null, ...by])
    : await db.query<{ count: number }>(CLEAR, [...addresses, ...by])
  return rows[0]!.count
}

/** @throws MedusaError `not_found` naming one that nobody knows. */
export async function assertDeliveriesKnown(db: Database, ids: readonly string[]): Promise<void> {
  const [unknown] = await db.query<{ id: string }>(
    `SELECT id FROM unnest($1::text[]) AS asked(id)
      WHERE NOT EXISTS (SELECT FROM mpmd_delivery d WHERE d.id = asked.id AND d.deleted_at IS NULL) LIMIT 1`,
    [ids]
  )
  if (unknown) {
    throw notFound("delivery", unknown.id)
  }
}
