/**
 * The mark: `claimed → sending`, committed before a connection gets the mail. After `kill -9` a row that is
 * only claimed is therefore provably unsent, and only marked rows are in doubt. Of a range one number is moved: up to
 * which position it is marked.
 *
 * This is the moment of sending, so the one rule is asked here once more: an address flagged or withdrawn
 * while the mailing ran is left out. It is asked of `mail_*` rows alone.
 */
import { consentJoins, exclusionAtSending } from "../eligibility/exclusions"
import type { Database } from "../sql/database"
import { prepared } from "../sql/prepared"
import type { Exclusion } from "../words"
import type { ClaimedDelivery, Holder } from "./claim"
import { TRANSITIONS } from "./transitions"

export interface Marked {
  /** May go to a connection now. Nothing of a range, as long as some of it must be skipped: it is to be skipped first. */
  sending: Set<string>
  /** Must be skipped, with the reason. */
  excluded: Map<string, Exclusion>
}

const ALIASES = { member: "mm", address: "ma" }
const EXCLUSION = exclusionAtSending({ ...ALIASES, delivery: "d", mailing: "t", include: "t.include" })

/** Of a claim `c`, still its holder's. */
const OURS = "c.id = $1::bigint AND c.claimed_by = $2 AND c.lease_until > now()"

/**
 * Addresses and customers are given: asked of the rows by a range of positions, the planner chose badly. In the update the
 * claim is looked at once more, as it is when its row is locked: taken away meanwhile, it marks nothing. A mark is a sign of life:
 * while marks follow each other, who renews leases seldom finds the row free.
 */
const RANGE = prepared(`
  WITH terms AS MATERIALIZED (
    SELECT t.kind, t.purpose, coalesce(t.audience->>'include', 'opted_in') AS include
      FROM mpmd_claim c JOIN mpmd_mailing t ON t.id = c.mailing_id WHERE ${OURS} AND t.state = 'sending'
  ), asked AS (
    SELECT d.id, CASE WHEN t.kind = 'member' THEN ${EXCLUSION} END AS exclusion
      FROM terms t CROSS JOIN unnest($4::text[], $5::text[], $6::text[], $7::text[]) AS d(id, customer_id, email, address)
           ${consentJoins("d.customer_id", "d.address", ALIASES)}
  ), marked AS (
    UPDATE mpmd_claim c SET marked_to = greatest(marked_to, $3), lease_until = now() + make_interval(secs => $8) WHERE ${OURS} AND EXISTS (SELECT FROM terms)
       AND NOT EXISTS (SELECT FROM asked WHERE exclusion IS NOT NULL) RETURNING c.id
  )
  SELECT a.id, a.exclusion, EXISTS (SELECT FROM marked) AS marked FROM asked a`)

/** The audience may hold 100,000 ids: it is unpacked once per mailing, never once per delivery. */
const BY_ROW = `
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

interface Row {
  id: string
  exclusion: Exclusion | null
  marked: boolean
}

function markRows(db: Database, holder: Holder, deliveries: readonly ClaimedDelivery[]): Promise<Row[]> {
  const ids = deliveries.map(({ id }) => id)
  const last = deliveries.at(-1)!
  return last.claim
    ? db.query<Row>(RANGE, [
        last.claim,
        holder.id,
        last.position! + 1,
        ids,
        deliveries.map(({ customer_id }) => customer_id),
        deliveries.map(({ email }) => email),
        deliveries.map(({ address }) => address),
        holder.leaseSeconds,
      ])
    : db.query<Row>(BY_ROW, [ids, deliveries.map(({ attempt }) => attempt), holder.id])
}

/**
 * Marks what may be sent now: some of one claim, in its order. Rows that are in neither part of the answer are no longer ours to send: the
 * lease is over, or the mailing was paused or cancelled.
 */
export async function mark(
  db: Database,
  holder: Holder,
  deliveries: readonly ClaimedDelivery[]
): Promise<Marked> {
  if (!deliveries.length) {
    return { sending: new Set(), excluded: new Map() }
  }
  const rows = await markRows(db, holder, deliveries)
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
