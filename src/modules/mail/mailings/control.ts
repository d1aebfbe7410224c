/** What a person does to a mailing that is on its way: pause, resume, cancel, retry. */
import { MedusaError } from "@medusajs/framework/utils"

import type { Database } from "../database"
import { lockCursor } from "../dispatch/locks"
import { transition } from "../dispatch/transitions"
import { monthOf, type QuotaLimits, reserve } from "../quota/quota"
import { assertContentKept } from "../retention"
import type { PauseCause } from "../types"
import { lockMailing, mayFollow, moveMailing } from "./states"

/** States of deliveries that a person may send again. */
export const RETRYABLE_STATES = ["failed", "uncertain"] as const
export type RetryableState = (typeof RETRYABLE_STATES)[number]

interface RetryableRow {
  id: string
  attempt: number
  state: RetryableState
  kind: string
  content_cleared_at: Date | null
}

/** Deliveries cancelled in one statement: a request to stop must not lock a million rows at once. */
const CANCEL_BATCH = 5_000

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
      throw new MedusaError(
        MedusaError.Types.NOT_ALLOWED,
        `This mailing cannot be resumed: its state is ${state}.`
      )
    }
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

/**
 * Settles some of the open deliveries of a cancelled mailing, and its end once there are none.
 *
 * @returns whether it is done.
 */
export async function settleCancelled(db: Database, id: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    await lockCursor(tx, id)
    const [range] = await tx.query<{ low: number; high: number }>(
      "UPDATE mpmd_mailing m SET next_position = old.high FROM (SELECT id, next_position AS low, " +
        "LEAST(next_position + $2, total + 1) AS high FROM mpmd_mailing WHERE id = $1 AND state = 'cancelled' " +
        "FOR NO KEY UPDATE) old WHERE m.id = old.id RETURNING old.low, old.high",
      [id, CANCEL_BATCH]
    )
    if (!range) {
      return true
    }
    const open = await tx.query<{ id: string; attempt: number; state: string }>(
      "SELECT id, attempt, state FROM mpmd_delivery WHERE mailing_id = $1 AND position >= $2 AND position < $3 " +
        "AND state = 'pending' AND deleted_at IS NULL UNION ALL " +
        "(SELECT id, attempt, state FROM mpmd_delivery WHERE mailing_id = $1 AND next_attempt_at IS NOT NULL " +
        "AND position < $2 AND state IN ('pending', 'deferred') AND deleted_at IS NULL LIMIT $4)",
      [id, range.low, range.high, CANCEL_BATCH]
    )
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
    const [done] = await tx.query<{ id: string }>(
      "UPDATE mpmd_mailing m SET completed_at = now() WHERE id = $1 AND next_position > total AND NOT EXISTS " +
        "(SELECT 1 FROM mpmd_delivery d WHERE d.mailing_id = m.id AND d.deleted_at IS NULL AND " +
        "(d.next_attempt_at IS NOT NULL OR d.lease_until IS NOT NULL) " +
        "AND d.state IN ('pending', 'claimed', 'sending', 'deferred')) RETURNING id",
      [id]
    )
    return Boolean(done)
  })
}

/**
 * Sends the failed or uncertain deliveries of a mailing once more. Failed member mail takes new places of this
 * month's quota; the places of uncertain mail stay used.
 *
 * @returns how many go out again.
 * @throws OverQuotaError; MedusaError `not_allowed` in a state where nothing can be retried.
 */
export async function retryMailing(
  db: Database,
  limits: QuotaLimits,
  id: string,
  states: readonly RetryableState[],
  actorId: string | null
): Promise<number> {
  return db.transaction(async (tx) => {
    const state = await lockMailing(tx, id)
    if (state !== "sending" && !mayFollow(state, "sending")) {
      throw new MedusaError(
        MedusaError.Types.NOT_ALLOWED,
        `Deliveries of this mailing cannot be retried: its state is ${state}.`
      )
    }
    const rows = await tx.query<RetryableRow>(
      "SELECT id, attempt, state, kind, content_cleared_at FROM mpmd_delivery WHERE mailing_id = $1 AND reason IS NOT NULL " +
        "AND state = ANY($2) AND deleted_at IS NULL FOR NO KEY UPDATE",
      [id, states]
    )
    assertContentKept(rows)
    const failed = rows.filter((row) => row.state === "failed")
    const counted = failed.filter((row) => row.kind === "member")
    const month = counted.length ? await monthOf(tx, limits) : null
    await transition(
      tx,
      "retry",
      failed.map((row) => ({
        id: row.id,
        attempt: row.attempt,
        actorId,
        quotaMonth: row.kind === "member" ? month : null,
      }))
    )
    await transition(
      tx,
      "resend",
      rows
        .filter((row) => row.state === "uncertain")
        .map((row) => ({ id: row.id, attempt: row.attempt, actorId }))
    )
    if (rows.length && state === "completed") {
      // Retention looks at it anew when it is old again.
      const anew = { completed_at: null, first_pass_done_at: null, cleared_position: 0 }
      await moveMailing(tx, id, "sending", "be retried", anew)
    }
    if (month) {
      await reserve(tx, limits, month, id, counted.length)
    }
    return rows.length
  })
}
