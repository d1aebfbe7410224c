/**
 * Claims: a dispatcher takes deliveries for a while, attempt + 1, under a lease.
 *
 * Fresh deliveries are taken by a range of positions: the cursor on the mailing's row moves, one row says who holds the range,
 * and the deliveries are read by index and not written. Never `WHERE state = 'pending' ORDER BY … LIMIT` over a shrinking
 * index: with one long snapshot open elsewhere its dead entries cannot be removed, and that fell from 6,600 to 800 rows/s over
 * 300,000 rows while the cursor stayed at 16–19,000.
 */
import { LOADED } from "../sql/data-size"
import type { Database } from "../sql/database"
import { conditionOf, type Share } from "../transports/share"
import type { DeliveryKind, Variables } from "../words"
import { CLAIM_RANGE, IN_RANGE, noteIds } from "./leases"
import { lockCursor } from "./locks"

/** A delivery in the hands of a dispatcher. */
export interface ClaimedDelivery {
  id: string
  kind: DeliveryKind
  mailing_id: string | null
  about_mailing_id: string | null
  content_id: string
  attempt: number
  /** The claim of a range that it was taken with, and its place in it; null if it was taken by itself. */
  claim: string | null
  position: number | null
  email: string
  /** The same as Postgres normalised it. */
  address: string
  recipient_name: string | null
  /** Null if they are too large to be loaded, see `LOADED`. */
  variables: Variables | null
  deferrals: number
  /** Seconds since the first deferral that counted; null if there was none. */
  deferred_for: number | null
  resends: number
  /** How often this mail could not be made, the last times in a row. */
  render_tries: number
  customer_id: string | null
  /** Seconds that it had been due, of mail outside mailings; null of a mailing's. */
  waited: number | null
}

/** Who claims, and for how long without a sign of life. */
export interface Holder {
  id: string
  leaseSeconds: number
}

const TAKE =
  "SET state = 'claimed', attempt = d.attempt + 1, claimed_by = $1, " +
  "lease_until = now() + make_interval(secs => $2), next_attempt_at = NULL"

/**
 * A row says by which transport it leaves. What names one that there is not any more leaves by the one of the whole store, and says
 * so from then on.
 */
const nameless = (share: Share) => share === null || "butFor" in share

const TAKEN =
  "d.id, d.kind, d.mailing_id, d.about_mailing_id, d.content_id, d.email, d.address, d.recipient_name, " +
  `${LOADED} AS variables, d.deferrals, d.resends, d.render_tries, d.customer_id, ` +
  "extract(epoch FROM now() - d.first_deferred_at)::float8 AS deferred_for"

/**
 * Takes the next `size` positions of a mailing that nobody has taken yet.
 *
 * The mailing's row is touched last: it carries the counters too, so a claim that moved the cursor first would hold
 * up every outcome of this mailing until its thousands of rows are written. Workers that claim from one mailing
 * take turns by an advisory lock instead.
 *
 * Several statements on purpose: with the bounds as constants the rows are always found by an index range scan;
 * joined to the moved cursor, freshly inserted and not yet analysed rows were hashed as a whole.
 *
 * @param share - The mailing's positions are in it.
 * @returns the claimed rows in the order of their positions; none if the mailing has no positions left or is not sending.
 */
export async function claimRange(
  db: Database,
  holder: Holder,
  mailingId: string,
  size: number,
  share: Share = null
): Promise<ClaimedDelivery[]> {
  for (;;) {
    const claimed = await nextRange(db, holder, mailingId, size, share)
    // Of a range that leaves another way as a whole there is nothing to send here.
    if (claimed === null || claimed.length) {
      return claimed ?? []
    }
  }
}

/** @returns null if there is none. */
async function nextRange(
  db: Database,
  holder: Holder,
  mailingId: string,
  size: number,
  share: Share
): Promise<ClaimedDelivery[] | null> {
  return db
    .transaction(async (tx) => {
      await lockCursor(tx, mailingId)
      const [range] = await tx.query<{ low: number; high: number; transport: string | null }>(
        "SELECT next_position AS low, LEAST(next_position + $2, total + 1) AS high, transport FROM mpmd_mailing WHERE id = $1 " +
          "AND state = 'sending' AND next_position <= total AND deleted_at IS NULL",
        [mailingId, size]
      )
      if (!range) {
        return null
      }
      const claimed = await tx.query<ClaimedDelivery>(
        `WITH claim AS (${CLAIM_RANGE}) SELECT ${TAKEN}, d.attempt + 1 AS attempt, d.position, ` +
          "(SELECT id FROM claim)::text AS claim, NULL::float8 AS waited FROM mpmd_delivery d " +
          `WHERE d.mailing_id = $3 AND d.position >= $4 AND d.position < $5 AND ${IN_RANGE} ORDER BY d.position`,
        [holder.id, holder.leaseSeconds, mailingId, range.low, range.high]
      )
      if (range.transport !== null && nameless(share)) {
        await tx.query(
          "UPDATE mpmd_delivery d SET transport = NULL WHERE d.mailing_id = $1 AND d.position >= $2 AND d.position < $3 " +
            `AND ${IN_RANGE}`,
          [mailingId, range.low, range.high]
        )
      }
      const moved = await tx.query(
        "UPDATE mpmd_mailing SET next_position = $3 WHERE id = $1 AND next_position = $2 AND state = 'sending' RETURNING id",
        [mailingId, range.low, range.high]
      )
      if (!moved.length) {
        throw new ClaimLost()
      }
      return claimed
    })
    .catch((error) => {
      if (error instanceof ClaimLost) {
        return null
      }
      throw error
    })
}

/** The mailing was paused or cancelled while its rows were being taken: the claim is rolled back. */
class ClaimLost extends Error {}

/** Whose mail is due: of one mailing, or outside mailings of one lane. */
export type Due = { mailing: string } | { lane: number }

/** Takes what is due by time: deferred, released and retried deliveries, and mail outside mailings. */
export async function claimDue(
  db: Database,
  holder: Holder,
  due: Due,
  size: number,
  share: Share = null
): Promise<ClaimedDelivery[]> {
  const [whose, value] =
    "mailing" in due ? ["mailing_id = $3", due.mailing] : ["mailing_id IS NULL AND lane = $3", due.lane]
  const ours = conditionOf(share, "transport", 5)
  const take = nameless(share) ? `${TAKE}, transport = NULL` : TAKE
  return db.query<ClaimedDelivery>(
    `WITH due AS (SELECT id, state, next_attempt_at FROM mpmd_delivery WHERE ${whose} AND next_attempt_at <= now() ` +
      `AND state IN ('pending', 'deferred') AND deleted_at IS NULL${ours.sql} ORDER BY next_attempt_at LIMIT $4 ` +
      "FOR UPDATE SKIP LOCKED), " +
      `taken AS (UPDATE mpmd_delivery d ${take} FROM due WHERE d.id = due.id ` +
      `RETURNING ${TAKEN}, d.attempt, NULL AS claim, NULL::int AS position, due.state AS was, CASE WHEN d.mailing_id IS NULL ` +
      "THEN extract(epoch FROM now() - due.next_attempt_at)::float8 END AS waited), " +
      "counted AS (UPDATE mpmd_mailing m SET deferred = m.deferred - n.n, pending = m.pending + n.n " +
      "FROM (SELECT mailing_id, count(*)::int AS n FROM taken WHERE was = 'deferred' AND mailing_id IS NOT NULL " +
      "GROUP BY mailing_id) n WHERE m.id = n.mailing_id), " +
      `noted AS (${noteIds("taken")}) ` +
      "SELECT * FROM taken",
    [holder.id, holder.leaseSeconds, value, size, ...ours.values]
  )
}

/**
 * Prolongs the lease of what is still held: of each range of which something is, and of what was taken by itself. It never waits
 * for a row: a transaction that has one locked is writing its outcome or its mark just now, and two statements over the same
 * rows in different orders would be a deadlock. A row left out has its turn at the next renewal, well before its lease ends.
 */
export async function renewLeases(
  db: Database,
  holder: Holder,
  held: readonly Pick<ClaimedDelivery, "id" | "claim">[]
): Promise<void> {
  const ranges = [...new Set(held.flatMap(({ claim }) => claim ?? []))]
  const ids = held.flatMap(({ id, claim }) => (claim ? [] : id))
  await prolong(db, holder, "mpmd_claim", "id = ANY($3::bigint[])", ranges)
  await prolong(db, holder, "mpmd_delivery", "id = ANY($3) AND state IN ('claimed', 'sending')", ids)
}

async function prolong(
  db: Database,
  holder: Holder,
  table: "mpmd_claim" | "mpmd_delivery",
  which: string,
  ids: readonly string[]
): Promise<void> {
  if (ids.length) {
    await db.query(
      `UPDATE ${table} held SET lease_until = now() + make_interval(secs => $2) FROM (SELECT id FROM ${table} ` +
        `WHERE ${which} AND claimed_by = $1 AND lease_until > now() FOR NO KEY UPDATE SKIP LOCKED) own WHERE held.id = own.id`,
      [holder.id, holder.leaseSeconds, ids]
    )
  }
}
