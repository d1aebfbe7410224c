/**
 * Who holds which deliveries, and for how long. There are two kinds of claim, each a row in `mpmd_claim`:
 *
 * - **A range** of a mailing's positions. The claim says everything: its holder, the end of its lease, and up to which position
 *   it is marked. The deliveries stay as they were frozen, `pending`, until their outcome is written: one write for each mail. See
 *   docs/decisions/0011.
 * - **Ids** of what is taken one by one: what is due by time, and all mail outside mailings. Each row says itself who holds it, and
 *   the claim only where to look: an index over `lease_until` would be written anew at the beginning and the end of each
 *   lease, see docs/decisions/0002.
 *
 * A claim may stay too long, and must never go too early: {@link sweepClaims} takes away what holds nothing any more.
 */
import type { Database } from "../sql/database"
import { carryOver } from "./carry-over"

/** Deliveries behind the cursor that nobody has decided about: of those that have a time, none is held by a range. */
export const IN_RANGE =
  "d.state = 'pending' AND d.mailing_id IS NOT NULL AND d.next_attempt_at IS NULL AND d.deleted_at IS NULL"

/** Far more than all workers together may have in doubt; said, because Postgres hashes only what it thinks is small. */
const MOST_MARKED = 50_000

/**
 * On a connection, or about to be, by the mark of a claim. The ids are gathered and hashed once for each statement: each mark leaves
 * an old version of its claim, and while a snapshot is held open nobody can clear them away; read anew for each row that took
 * seconds.
 */
export const MARKED_IN_RANGE =
  `(${IN_RANGE} AND d.id IN (SELECT marked.id FROM mpmd_claim c CROSS JOIN LATERAL ` +
  "(SELECT d.id FROM mpmd_delivery d WHERE d.mailing_id = c.mailing_id AND d.position >= c.low AND d.position < c.marked_to " +
  `AND ${IN_RANGE} OFFSET 0) marked WHERE c.marked_to > c.low LIMIT ${MOST_MARKED}))`

/** Where a delivery stands: as its row will say once its outcome is written. Of a row that was waited for, made anew. */
export const STATE_NOW = `CASE WHEN ${MARKED_IN_RANGE} THEN 'sending' ELSE d.state END`
export const ATTEMPT_NOW = `CASE WHEN ${MARKED_IN_RANGE} THEN d.attempt + 1 ELSE d.attempt END`

const BY_ROW = "d.lease_until IS NOT NULL AND d.deleted_at IS NULL"

/**
 * The leased rows of a claim, in SQL: `OFFSET 0` keeps each of the parts a look by index, once per claim; joined, not yet analysed
 * deliveries were hashed as a whole. The second part is of versions that wrote the lease of a range to each of its rows.
 */
const leasedOf = (claim: string) => {
  const range = `d.mailing_id = ${claim}.mailing_id AND d.position >= ${claim}.low AND d.position < ${claim}.high`
  const byRow = (found: string) =>
    `(SELECT d.id, d.attempt, d.state, d.lease_until FROM ${found} AND ${BY_ROW} OFFSET 0)`
  return (
    `(SELECT d.id, d.attempt + 1 AS attempt, CASE WHEN d.position < ${claim}.marked_to THEN 'sending' ELSE 'claimed' END AS state, ` +
    `${claim}.lease_until FROM mpmd_delivery d WHERE ${claim}.lease_until IS NOT NULL AND ${range} AND ${IN_RANGE} OFFSET 0) ` +
    `UNION ALL ${byRow(`mpmd_delivery d WHERE ${claim}.lease_until IS NULL AND ${range}`)} ` +
    `UNION ALL ${byRow(`unnest(${claim}.ids) AS u(id) JOIN mpmd_delivery d ON d.id = u.id WHERE true`)}`
  )
}

/**
 * Leased deliveries as a relation of `id`, `attempt`, `state`, `lease_until` and `holder`, null where the row itself says it.
 *
 * @param mailing - SQL of a mailing's id; without it all.
 */
export function leasedRows(mailing?: string): string {
  const whose = mailing ? `WHERE c.mailing_id = ${mailing}` : ""
  return (
    "(SELECT DISTINCT l.id, l.attempt, l.state, l.lease_until, c.claimed_by AS holder " +
    `FROM mpmd_claim c CROSS JOIN LATERAL (${leasedOf("c")}) l ${whose})`
  )
}

/** Notes a claim of the mailing `$3` by `$1` for `$2` seconds: its positions from `$4` up to before `$5`. */
export const CLAIM_RANGE =
  "INSERT INTO mpmd_claim (mailing_id, low, high, marked_to, claimed_by, lease_until) " +
  "VALUES ($3, $4, $5, $4, $1, now() + make_interval(secs => $2)) RETURNING id"

/** Notes what a claim has taken, in SQL. @param taken - A relation with `id` and `mailing_id`: of one mailing, or of none. */
export function noteIds(taken: string): string {
  return `INSERT INTO mpmd_claim (mailing_id, ids) SELECT mailing_id, array_agg(id) FROM ${taken} GROUP BY mailing_id`
}

/**
 * Takes claims of ranges away from holders whose lease is over: from then on nothing more of them is marked, and what is marked
 * stays as it is. One whose mark is being written just now is left for the next look.
 */
export async function endDeadClaims(tx: Database): Promise<void> {
  await tx.query(
    "UPDATE mpmd_claim SET claimed_by = NULL WHERE id IN (SELECT id FROM mpmd_claim " +
      "WHERE lease_until < now() AND claimed_by IS NOT NULL FOR UPDATE SKIP LOCKED)"
  )
}

/**
 * Takes away claims of which nothing is leased any more, and has added up what was sent with those of mailings. Any number of runs at
 * once do no harm.
 */
export async function sweepClaims(db: Database): Promise<void> {
  const gone = await db.query<{ mailing_id: string | null }>(
    `DELETE FROM mpmd_claim WHERE id IN (SELECT c.id FROM mpmd_claim c WHERE NOT EXISTS (${leasedOf("c")}) ` +
      "FOR UPDATE SKIP LOCKED) RETURNING mailing_id"
  )
  if (gone.some(({ mailing_id }) => mailing_id !== null)) {
    await carryOver(db)
  }
}
