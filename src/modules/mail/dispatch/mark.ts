/**
 * The mark: `claimed → sending`, committed before a connection gets the mail. After `kill -9` a row that is
 * only claimed is therefore provably unsent, and only marked rows are in doubt.
 *
 * This is the moment of sending, so the one rule is asked here once more: an address flagged or withdrawn
 * while the mailing ran is left out. It is asked of `mail_*` rows alone.
 */
import { exclusionAtSending } from "../consent/rule"
import type { Database } from "../database"
import type { Exclusion } from "../types"
import type { Holder } from "./claim"

export interface Marked {
  /** May go to a connection now. */
  sending: Set<string>
  /** Must be skipped, with the reason. */
  excluded: Map<string, Exclusion>
}

const STATEMENT =
  "WITH asked AS (SELECT d.id, d.attempt, CASE WHEN m.kind = 'member' THEN " +
  `${exclusionAtSending({ delivery: "d", member: "mm", address: "ma", mailing: "m" })} END AS exclusion ` +
  "FROM unnest($1::text[], $2::int[]) AS i(id, attempt) JOIN mail_delivery d ON d.id = i.id AND d.attempt = i.attempt " +
  "LEFT JOIN mailing m ON m.id = d.mailing_id " +
  "LEFT JOIN mail_member mm ON mm.customer_id = d.customer_id AND mm.deleted_at IS NULL " +
  "LEFT JOIN mail_address ma ON ma.email = d.address AND ma.deleted_at IS NULL " +
  "WHERE d.state = 'claimed' AND d.claimed_by = $3 AND d.lease_until > now() " +
  "AND (d.mailing_id IS NULL OR m.state = 'sending')), " +
  "marked AS (UPDATE mail_delivery d SET state = 'sending' FROM asked a WHERE d.id = a.id " +
  "AND d.attempt = a.attempt AND d.state = 'claimed' AND a.exclusion IS NULL RETURNING d.id) " +
  "SELECT a.id, a.exclusion, k.id IS NOT NULL AS marked FROM asked a LEFT JOIN marked k ON k.id = a.id"

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
