/**
 * The mark: `claimed → sending`, committed before a connection gets the mail. After `kill -9` a row that is
 * only claimed is therefore provably unsent, and only marked rows are in doubt.
 *
 * This is the moment of sending, so the one rule is asked here once more: an address flagged or withdrawn
 * while the mailing ran is left out. It is asked of `mail_*` rows alone.
 */
import { consentJoins, exclusionAtSending } from "../eligibility/exclusions"
import type { Database } from "../sql/database"
import type { Exclusion } from "../words"
import type { Holder } from "./claim"
import { TRANSITIONS } from "./transitions"

export interface Marked {
  /** May go to a connection now. */
  sending: Set<string>
  /** Must be skipped, with the reason. */
  excluded: Map<string, Exclusion>
}

const ALIASES = { member: "mm", address: "ma" }
const EXCLUSION = exclusionAtSending({ ...ALIASES, delivery: "d", mailing: "t", include: "t.include" })

/** The audience may hold 100,000 ids: it is unpacked once per mailing, never once per delivery. */
const STATEMENT = `
  WITH given AS MATERIALIZED (
    SELECT d.id, d.attempt, d.mailing_id, d.kind, d.email, d.address, d.customer_id
      FROM unnest($1::text[], $2::int[]) AS i(id, attempt)
      JOIN mpmd_delivery d ON d.id = i.id AND d.attempt = i.attempt
     WHERE d.state = 'claimed' AND d.claimed_by = $3 AND d.lease_until > now()
  ), terms AS MATERIALIZED (
    SELECT id, state, purpose, coalesce(audience->>'include', 'opted_in') AS include
      FROM mpmd_mailing WHERE id IN (SELECT mailing_id FROM given)
  ), asked AS (
    SELECT d.id, d.attempt, CASE WHEN d.kind = 'member' THEN ${EXCLUSION} END AS exclusion
      FROM given d LEFT JOIN terms t ON t.id = d.mailing_id ${consentJoins("d.customer_id", "d.address", ALIASES)}
     WHERE d.mailing_id IS NULL OR t.state = 'sending'
  ), marked AS (
    UPDATE mpmd_delivery d SET state = '${TRANSITIONS.mark.to}' FROM asked a
     WHERE d.id = a.id AND d.attempt = a.attempt AND d.state = '${TRANSITIONS.mark.from[0]}'
       AND a.exclusion IS NULL RETURNING d.id
  )
  SELECT a.id, a.exclusion, k.id IS NOT NULL AS marked FROM asked a LEFT JOIN marked k ON k.id = a.id`

/**
 * Marks what may be sent now. Rows that are in neither part of the answer are no longer ours to send: the
 * lease is over, or the mailing was paused or cancelled.
 */
export async function mark(
  db: Database,
  holder: Holder,
  deliveries: readonly { id: string; attempt: number }[]
): Promise<Marked> {
  const rows = await db.query<{ id: string; exclusion: Exclusion | null; marked: boolean }>(STATEMENT, [
    deliveries.map((delivery) => delivery.id),
    deliveries.map((delivery) => delivery.attempt),
    holder.id,
  ])
  const result: Marked = { sending: new Set(), excluded: new Map() }
  for (const row of rows) {
    if (row.exclusion) {
      result.excluded.set(row.id, row.exclusion)
    } else if (row.marked) {
      result.sending.add(row.id)
    }
  }
  return result
}
