/**
 * Where leased deliveries are found. Each claim leaves a row in `mpmd_claim`, in the transaction that writes the leases: a
 * range of positions, or ids. An index over `lease_until` could tell the same, but then the beginning and the end of each
 * lease would write a mail's row anew to every index of its table, see docs/decisions/0002.
 *
 * A claim says where to look, the rows themselves say what is leased. So a claim may stay too long, and must never go too
 * early: {@link sweepClaims} takes away what has no lease any more.
 */
import type { Database } from "../sql/database"

/**
 * The leased rows of a claim, in SQL. A row can be in two claims: it was let go of, and taken again.
 *
 * `OFFSET 0` keeps each of them a look by index, once per claim: joined, not yet analysed deliveries were hashed as a whole.
 */
const leasedOf = (claim: string) => {
  const rows = (where: string) =>
    `(SELECT d.id, d.state, d.lease_until FROM mpmd_delivery d WHERE ${where} AND d.lease_until IS NOT NULL ` +
    "AND d.deleted_at IS NULL OFFSET 0)"
  const range = `d.mailing_id = ${claim}.mailing_id AND d.position >= ${claim}.low AND d.position < ${claim}.high`
  return `${rows(range)} UNION ALL ${rows(`d.id = ANY(${claim}.ids)`)}`
}

/** Leased deliveries as a relation of `id`, `state` and `lease_until`. @param mailing - SQL of a mailing's id; without it all. */
export function leasedRows(mailing?: string): string {
  const whose = mailing ? `WHERE c.mailing_id = ${mailing}` : ""
  return `(SELECT DISTINCT l.id, l.state, l.lease_until FROM mpmd_claim c CROSS JOIN LATERAL (${leasedOf("c")}) l ${whose})`
}

/** Notes a claim of the mailing `$3`: its positions from `$4` up to before `$5`. */
export const NOTE_RANGE = "INSERT INTO mpmd_claim (mailing_id, low, high) VALUES ($3, $4, $5)"

/** Notes what a claim has taken, in SQL. @param taken - A relation with `id` and `mailing_id`: of one mailing, or of none. */
export function noteIds(taken: string): string {
  return `INSERT INTO mpmd_claim (mailing_id, ids) SELECT mailing_id, array_agg(id) FROM ${taken} GROUP BY mailing_id`
}

/** Takes away claims of which nothing is leased any more. Any number of runs at once do no harm. */
export async function sweepClaims(db: Database): Promise<void> {
  await db.query(
    `DELETE FROM mpmd_claim WHERE id IN (SELECT c.id FROM mpmd_claim c WHERE NOT EXISTS (${leasedOf("c")}) ` +
      "FOR UPDATE SKIP LOCKED)"
  )
}
