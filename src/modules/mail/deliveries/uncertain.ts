/**
 * Mail that may or may not have left. Uncertain member mail is held for a person: nobody misses a newsletter. Order and
 * single mail is sent again once by itself, with the same Message-ID, because a customer waits for it; whether a worker
 * died over it or the server's last reply was lost.
 *
 * Both steps are one transaction: between them no open row would be left, and the mailing could be taken for done.
 */
import type { Database } from "../sql/database"
import { transition } from "./change-state"
import type { Change } from "./transitions"

/** Not in a cancelled mailing: nothing more is sent of it, and perhaps is not the same as not. */
const TO_SEND_AGAIN = `
  SELECT d.id, d.attempt FROM mpmd_delivery d LEFT JOIN mpmd_mailing m ON m.id = d.mailing_id
   WHERE d.id = ANY($1) AND d.state = 'uncertain' AND d.kind <> 'member' AND d.resends = 0
     AND m.state IS DISTINCT FROM 'cancelled'`

/** @returns the ids that changed. */
export async function loseSight(db: Database, lost: readonly Change[]): Promise<Set<string>> {
  if (!lost.length) {
    return new Set()
  }
  return db.transaction(async (tx) => {
    const changed = await transition(tx, "lose", lost)
    const again = await tx.query<{ id: string; attempt: number }>(TO_SEND_AGAIN, [[...changed]])
    await transition(
      tx,
      "resend",
      again.map(({ id, attempt }) => ({ id, attempt, reason: "resent_once" }))
    )
    return changed
  })
}
