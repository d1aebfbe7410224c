/**
 * The life of a mailing: which state may follow which. Nothing else writes `mailing.state`, but for the
 * dispatcher's step to `completed`, which is asked of the rows (deliveries/settle.ts).
 *
 * ```
 * draft ─▶ scheduled ─▶ preparing ─▶ sending ⇄ paused        refused ─▶ draft
 *   └────────▶ preparing    └─▶ refused   └─▶ completed ─▶ sending (retry)
 * scheduled ─▶ draft        scheduled, preparing, sending, paused ─▶ cancelled
 * ```
 */

import { issuesOfRefusal, notAllowed, notFound } from "../refusals/refusal"
import type { Database } from "../sql/database"
import type { MailingState, PauseCause } from "../words"

const FOLLOWS: Record<MailingState, readonly MailingState[]> = {
  draft: ["scheduled", "preparing"],
  scheduled: ["preparing", "draft", "cancelled"],
  preparing: ["sending", "refused", "cancelled"],
  refused: ["draft"],
  sending: ["paused", "completed", "cancelled"],
  paused: ["sending", "cancelled"],
  completed: ["sending"],
  cancelled: [],
}

/** Whether the table above allows this step. */
export function isAllowed(from: MailingState, to: MailingState): boolean {
  return FOLLOWS[from].includes(to)
}

/** Columns that may change together with a state. */
export interface StateFields {
  content_id?: string
  transport?: string | null
  presentation?: object | null
  pause_cause?: PauseCause | null
  pause_reason?: string | null
  refusal_reason?: string | null
  /** JSON. */
  refusal_issues?: string | null
  sent_by?: string | null
  scheduled_at?: Date | null
  started_at?: Date | null
  first_pass_done_at?: Date | null
  completed_at?: Date | null
  total?: number
  pending?: number
  unsendable?: object | null
  segment?: object | null
  cleared_position?: number
}

/** What a mailing remembers of why it was not sent. */
export function refusedFor(error: Error): Pick<StateFields, "refusal_reason" | "refusal_issues"> {
  const issues = issuesOfRefusal(error)
  return { refusal_reason: error.message, refusal_issues: issues && JSON.stringify(issues) }
}

export const NOT_REFUSED = { refusal_reason: null, refusal_issues: null } satisfies StateFields

/** Locks a mailing's row and tells its state. @throws MedusaError `not_found` */
export async function lockMailing(tx: Database, id: string): Promise<MailingState> {
  const [row] = await tx.query<{ state: MailingState }>(
    "SELECT state FROM mpmd_mailing WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE",
    [id]
  )
  if (!row) {
    throw notFound("mailing", id)
  }
  return row.state
}

/**
 * Moves a mailing to another state, in the transaction that also does what the state means.
 *
 * @param action - what the caller wanted, for the message: "be paused".
 * @throws MedusaError `not_allowed` naming the present state; `not_found`.
 */
export async function moveMailing(
  tx: Database,
  id: string,
  to: MailingState,
  action: string,
  fields: StateFields = {}
): Promise<MailingState> {
  const from = await lockMailing(tx, id)
  if (!isAllowed(from, to)) {
    throw notAllowed("wrong_state", `This mailing cannot ${action}: its state is ${from}.`, { state: from })
  }
  const names = Object.keys(fields) as (keyof StateFields)[]
  // A grace belongs to one Send (grace-and-undo.ts): it ends with whatever comes after it.
  const assignments = names.map((name, index) => `${name} = $${index + 3}`)
  await tx.query(
    `UPDATE mpmd_mailing SET ${["state = $2", "updated_at = now()", "grace_until = NULL", ...assignments].join(", ")} WHERE id = $1`,
    [id, to, ...names.map((name) => fields[name] ?? null)]
  )
  return from
}
