/**
 * The grace after Send: a mailing that was sent stands as `scheduled` for some seconds before anything of it begins.
 * Nothing is frozen, no delivery exists and no place of the quota is held, so there is nothing that could be claimed, and
 * Undo has nothing to clean up. Start and undo both lock its row: one of them is first, and the other
 * one finds another state.
 *
 * That its deliveries were made at once and held back was thought of: the places would be held too, but to undo it a
 * million rows would have to go again.
 */
import { notAllowed } from "../refusals/refusal"
import type { Database } from "../sql/database"
import type { MailingState } from "../words"
import { reopenDraft } from "./drafts"
import { lockMailing } from "./states"

/** Of the seconds that are left: clocks of browsers go wrong, and an answer says what it knew. In SQL. */
export const GRACE_LEFT =
  "CASE WHEN grace_until IS NOT NULL THEN greatest(0, ceil(extract(epoch FROM grace_until - now())))::int END"

const BEGUN: readonly MailingState[] = ["preparing", "sending", "paused", "completed"]

/** Notes how long a mailing that was just sent waits. @param tx - The transaction that moved it to `scheduled`. */
export async function holdBack(tx: Database, id: string, seconds: number): Promise<void> {
  await tx.query(
    "UPDATE mpmd_mailing SET grace_until = clock_timestamp() + make_interval(secs => $2) WHERE id = $1",
    [id, seconds]
  )
}

/**
 * Takes Send back: a mailing that has not begun is a draft again, with its words and its audience.
 *
 * @throws MedusaError `not_allowed`: with the code `too_late` once it has begun, else naming the state; `not_found`.
 */
export async function undoSend(db: Database, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const state = await lockMailing(tx, id)
    if (BEGUN.includes(state)) {
      throw notAllowed(
        "too_late",
        `It is too late to undo this: the mailing has begun, and its state is ${state}. Pause it, or cancel what has not left.`,
        { state }
      )
    }
    if (state !== "scheduled") {
      throw notAllowed("wrong_state", `There is nothing to undo: the state of this mailing is ${state}.`, {
        state,
      })
    }
    await reopenDraft(tx, id, "be undone")
  })
}
