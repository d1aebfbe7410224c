/** What a person does to a mailing that is on its way: pause, resume, cancel. Sending again is in retry.ts. */
import { carryOver } from "../deliveries/carry-over"
import { transition } from "../deliveries/change-state"
import { copyEach, copyFirst } from "../deliveries/copies"
import { lockCursor } from "../deliveries/locks"
import { type CancelledRest, remainderOf } from "../deliveries/settle"
import { notAllowed } from "../refusals/refusal"
import type { Database } from "../sql/database"
import type { PauseCause } from "../words"
import { waiveLimit } from "./limits"
import { lockMailing, moveMailing } from "./states"

/** Deliveries that one transaction changes: a command must not lock a million rows at once. */
const BATCH = 5_000

/**
 * Stops sending; what is on a connection is still recorded.
 *
 * @param reason - In a person's or a mail server's own words.
 * @param options - `unlessDone`: a mailing that is not sending any more is left alone, without an error.
 * @returns whether it was sending.
 */
export async function pauseMailing(
  db: Database,
  id: string,
  reason: string,
  { cause = "person", ...options }: { cause?: PauseCause; unlessDone?: boolean } = {}
): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (options.unlessDone && (await lockMailing(tx, id)) !== "sending") {
      return false
    }
    await moveMailing(tx, id, "paused", "be paused", { pause_cause: cause, pause_reason: reason })
    return true
  })
}

/** Goes on where it stopped. */
export async function resumeMailing(db: Database, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const state = await lockMailing(tx, id)
    if (state !== "paused") {
      throw notAllowed("wrong_state", `This mailing cannot be resumed: its state is ${state}.`, { state })
    }
    await waiveLimit(tx, id)
    await moveMailing(tx, id, "sending", "be resumed", { pause_cause: null, pause_reason: null })
  })
}

/** Nothing more is sent. The open deliveries become `skipped(cancelled)` in the dispatcher, batch by batch. */
export async function cancelMailing(db: Database, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    await moveMailing(tx, id, "cancelled", "be cancelled")
    // Without deliveries there is nothing to wait for.
    await tx.query(
      "UPDATE mpmd_mailing SET cancelled_at = now(), completed_at = CASE WHEN total = 0 THEN now() END WHERE id = $1",
      [id]
    )
  })
}

/** Open deliveries of positions that nobody has taken: a dispatcher that takes some holds the cursor. */
const FRESH =
  "SELECT id, attempt, state FROM mpmd_delivery WHERE mailing_id = $1 AND position >= $2 AND position < $3 " +
  "AND state = 'pending' AND next_attempt_at IS NULL AND deleted_at IS NULL"

/**
 * Open deliveries that have a time: behind the cursor, and such as leave by another transport than most of the mailing. One that
 * is being claimed comes back by itself, and has its turn then.
 */
const TIMED =
  "SELECT id, attempt, state FROM mpmd_delivery WHERE mailing_id = $1 AND next_attempt_at IS NOT NULL " +
  "AND state IN ('pending', 'deferred') AND deleted_at IS NULL LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED"

interface OpenRow {
  id: string
  attempt: number
  state: "pending" | "deferred"
}

/** Settles some of the open deliveries of a cancelled mailing, and its end once there are none. */
export async function settleCancelled(db: Database, id: string): Promise<CancelledRest> {
  const standing = await db.transaction((tx) => cancelSome(tx, id))
  if (standing !== "settled") {
    return standing
  }
  // What left before has its copies, as of any other mailing.
  await copyEach(db, id)
  return (await db.transaction((tx) => endCancelled(tx, id))) ? "none" : "open"
}

async function cancelSome(tx: Database, id: string): Promise<CancelledRest | "settled"> {
  await lockCursor(tx, id)
  if ((await lockMailing(tx, id)) !== "cancelled") {
    return "none"
  }
  const [range] = await tx.query<{ low: number; high: number }>(
    "SELECT next_position AS low, LEAST(next_position + $2, total + 1) AS high FROM mpmd_mailing WHERE id = $1",
    [id, BATCH]
  )
  const { low, high } = range!
  const open = [
    ...(await tx.query<OpenRow>(FRESH, [id, low, high])),
    ...(await tx.query<OpenRow>(TIMED, [id, BATCH])),
  ]
  await transition(
    tx,
    "cancel",
    open.filter((row) => row.state === "pending")
  )
  await transition(
    tx,
    "cancelDeferred",
    open.filter((row) => row.state === "deferred")
  )
  await tx.query("UPDATE mpmd_mailing SET next_position = $2 WHERE id = $1", [id, high])
  if (await isSettled(tx, id)) {
    return "settled"
  }
  return open.length || high > low ? "open" : "held"
}

async function isSettled(tx: Database, id: string): Promise<boolean> {
  const { fresh, leased, pending, deferred } = await remainderOf(tx, id)
  return !(fresh || leased || pending || deferred)
}

async function endCancelled(tx: Database, id: string): Promise<boolean> {
  if ((await lockMailing(tx, id)) !== "cancelled") {
    return true
  }
  if (!(await isSettled(tx, id))) {
    return false
  }
  await tx.query("UPDATE mpmd_mailing SET completed_at = now() WHERE id = $1 AND completed_at IS NULL", [id])
  await carryOver(tx, id)
  await copyFirst(tx, id)
  return true
}
