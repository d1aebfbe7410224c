/**
 * When a mailing is done. Asked of the rows themselves, never of a counter: `completed` means that no open
 * row is left.
 *
 * Open rows behind the cursor are always found by a claim (claimed, sending, see leases.ts) or by the small partial index of
 * what has a time (deferred, released), so both questions cost the same for ten and a million rows.
 *
 * The mailing's row is locked first, and the rows are asked in a statement of their own (see locks.ts): a retry that was
 * being committed meanwhile would else be overlooked, and its mails would wait in a finished mailing for ever.
 */
import { SENT } from "../quota/sent-counts"
import type { Database } from "../sql/database"
import { carryOver } from "./carry-over"
import { copyEach, copyFirst } from "./copies"
import { IN_RANGE, leasedRows } from "./leases"
import { loseSight } from "./uncertain"

export interface Settled {
  /** Only deferred rows are left: the done notice and the failure list appear now, not days later. */
  firstPassDone: boolean
  completed: boolean
}

/** What is left to do of a mailing. */
export interface Remainder {
  /** Positions that nobody has taken yet. */
  fresh: boolean
  /** In the hands of a dispatcher. */
  leased: boolean
  /** Released or retried. */
  pending: boolean
  deferred: boolean
}

/** What is left of a cancelled mailing: nothing, some that can be cancelled at once, or only what dispatchers hold. */
export type CancelledRest = "none" | "open" | "held"

interface Standing extends Remainder {
  first_pass_done: boolean
  sent: number
}

const WAITING = (state: "pending" | "deferred") =>
  "EXISTS (SELECT 1 FROM mpmd_delivery d WHERE d.mailing_id = m.id AND d.next_attempt_at IS NOT NULL " +
  `AND d.state = '${state}' AND d.deleted_at IS NULL)`

const REMAINDER =
  "m.next_position <= m.total AS fresh, " +
  `EXISTS (SELECT 1 FROM ${leasedRows("m.id")} l WHERE l.state IN ('claimed', 'sending')) AS leased, ` +
  `${WAITING("pending")} AS pending, ${WAITING("deferred")} AS deferred`

const NOTHING: Settled = { firstPassDone: false, completed: false }

/** What is left of a mailing, whose row the caller has locked. */
export async function remainderOf(tx: Database, mailingId: string): Promise<Remainder> {
  const [row] = await tx.query<Remainder>(`SELECT ${REMAINDER} FROM mpmd_mailing m WHERE m.id = $1`, [
    mailingId,
  ])
  return row!
}

/** Moves a mailing that has nothing left to do to `completed`, and notes the end of its first pass. */
export async function settleMailing(db: Database, mailingId: string): Promise<Settled> {
  // A look without the lock, which would hold up outcomes; most of the time there is something left.
  const seen = await standingOf(db, mailingId)
  if (!hasEnded(seen)) {
    return NOTHING
  }
  await copyEach(db, mailingId)
  return db.transaction(async (tx) => {
    await tx.query("SELECT 1 FROM mpmd_mailing WHERE id = $1 FOR NO KEY UPDATE", [mailingId])
    const standing = await standingOf(tx, mailingId)
    // What has left since it was copied is copied at the next look.
    if (!hasEnded(standing) || standing.sent !== seen.sent) {
      return NOTHING
    }
    const completed = !standing.deferred
    await tx.query(
      "UPDATE mpmd_mailing SET first_pass_done_at = coalesce(first_pass_done_at, now()), updated_at = now(), " +
        "state = CASE WHEN $2 THEN 'completed' ELSE state END, completed_at = CASE WHEN $2 THEN now() END " +
        "WHERE id = $1",
      [mailingId, completed]
    )
    await carryOver(tx, mailingId)
    await copyFirst(tx, mailingId)
    return { firstPassDone: !standing.first_pass_done, completed }
  })
}

/** Null if it is not being sent. */
async function standingOf(db: Database, mailingId: string): Promise<Standing | null> {
  const [row] = await db.query<Standing>(
    `SELECT ${REMAINDER}, m.first_pass_done_at IS NOT NULL AS first_pass_done, ${SENT} AS sent FROM mpmd_mailing m ` +
      "WHERE m.id = $1 AND m.state = 'sending'",
    [mailingId]
  )
  return row ?? null
}

/** Something has come to an end that has not been noted yet: the first pass, or all of it. */
function hasEnded(standing: Standing | null): standing is Standing {
  return (
    standing !== null &&
    !standing.fresh &&
    !standing.leased &&
    !standing.pending &&
    !(standing.deferred && standing.first_pass_done)
  )
}

/**
 * Opens mailings again that were taken for done although something is left, so that it goes out: what an older version,
 * or a hand in the database, left behind. The counters say where to look, the rows decide.
 *
 * @returns the ids of those that were opened.
 */
export async function reopenWronglyDone(db: Database): Promise<string[]> {
  const suspects = await db.query<{ id: string }>(
    "SELECT id FROM mpmd_mailing WHERE completed_at IS NOT NULL AND pending + deferred > 0 AND deleted_at IS NULL ORDER BY id"
  )
  const opened: string[] = []
  for (const { id } of suspects) {
    if (await db.transaction((tx) => reopen(tx, id))) {
      opened.push(id)
    }
  }
  return opened
}

/** Behind the cursor, without a time, and in nobody's claim: it was lost, and with it whether a connection had them. */
const STRAYS =
  "SELECT d.id, d.attempt + 1 AS attempt FROM mpmd_delivery d JOIN mpmd_mailing m ON m.id = d.mailing_id " +
  `WHERE d.mailing_id = $1 AND d.position < m.next_position AND ${IN_RANGE} AND NOT EXISTS (SELECT FROM mpmd_claim c ` +
  "WHERE c.mailing_id = d.mailing_id AND d.position >= c.low AND d.position < c.high) " +
  "ORDER BY d.position LIMIT 5000 FOR NO KEY UPDATE OF d SKIP LOCKED"

/** No worker of this version loses a claim; a hand in the database, or an older worker beside it, can. */
async function giveUpStrays(tx: Database, id: string): Promise<void> {
  const strays = await tx.query<{ id: string; attempt: number }>(STRAYS, [id])
  await loseSight(
    tx,
    strays.map((stray) => ({
      ...stray,
      reason: "worker_lost",
      response: "Nobody knows who held this mail; no reply was recorded.",
    }))
  )
}

async function reopen(tx: Database, id: string): Promise<boolean> {
  await tx.query("SELECT 1 FROM mpmd_mailing WHERE id = $1 FOR NO KEY UPDATE", [id])
  const { fresh, leased, pending, deferred } = await remainderOf(tx, id)
  if (!(fresh || leased || pending || deferred)) {
    await giveUpStrays(tx, id)
    return false
  }
  // A cancelled mailing stays cancelled: without its end, what is left of it is cancelled too.
  const rows = await tx.query(
    "UPDATE mpmd_mailing SET state = CASE state WHEN 'completed' THEN 'sending' ELSE state END, completed_at = NULL, " +
      "cleared_position = 0, updated_at = now() WHERE id = $1 AND completed_at IS NOT NULL RETURNING id",
    [id]
  )
  return rows.length > 0
}
