/** Which part of the ledger is asked for, and as what a state shows. */
import type { DeliveryState } from "../words"
import { MARKED_IN_RANGE, STATE_NOW } from "./leases"

/** What of the ledger: every condition that is left out limits nothing. */
export interface LedgerPart {
  state?: readonly DeliveryState[]
  /** Failure classes and reasons for skipping, in the ledger's words. */
  reason?: readonly string[]
}

/** `claimed` is the dispatcher's own matter: it shows as pending. */
export const SHOWN_STATE = `CASE WHEN d.state = 'claimed' THEN 'pending' ELSE ${STATE_NOW} END`

/** States that always have a reason: their rows stand in a small index of their own. */
export const EXCEPTIONS: ReadonlySet<DeliveryState> = new Set([
  "deferred",
  "failed",
  "uncertain",
  "skipped",
  "bounced",
  "complained",
])

/** Conditions for deliveries of a part of the ledger, from the parameter `$next` on. */
export function partConditions({ state, reason }: LedgerPart, next: number): PartConditions {
  const sql: string[] = []
  const values: unknown[] = []
  const isIn = (column: string, value: unknown) => `${column} = ANY($${next + values.push(value) - 1})`
  const shown = state?.flatMap((one) => (one === "pending" ? [one, "claimed"] : one))
  if (shown) sql.push(...shownIn(shown, isIn("d.state", shown)))
  if (reason) sql.push(isIn("d.reason", reason))
  // Postgres takes the small index only where it is said.
  if (reason || state?.every((one) => EXCEPTIONS.has(one))) sql.push("d.reason IS NOT NULL")
  return { sql, values }
}

/** What a range has on a connection is written down as pending, and shows as sending. @param byRow - That the row says one. */
function shownIn(shown: readonly string[], byRow: string): string[] {
  const [pending, sending] = [shown.includes("pending"), shown.includes("sending")]
  if (pending === sending) {
    return [byRow]
  }
  return pending ? [byRow, `NOT ${MARKED_IN_RANGE}`] : [`(${byRow} OR ${MARKED_IN_RANGE})`]
}

interface PartConditions {
  sql: string[]
  values: unknown[]
}
