/**
 * The order of locks. A transaction that waits for one holds only such as stand before it, so nobody ever waits in a circle:
 *
 * 1. **The cursor of a mailing** ({@link lockCursor}): held to take, cancel or clear its positions one after the other.
 * 2. **Claims of ranges** (leases.ts), which nobody waits for but their holder's mark.
 * 3. **Deliveries.** A dispatcher writes those that it holds by its lease, which nobody else does. Everybody else takes
 *    deliveries with `SKIP LOCKED` and leaves out what somebody is writing just now, so nobody waits for a delivery with
 *    anything of what follows in hand. That is why a command of a person may lock the mailing first.
 * 4. **Counts of what was sent** (quota/sent-counts.ts), by their keys; who carries them over takes what is free.
 * 5. **Rows of mailings** (`lockMailing` in mailings/states.ts, the counters in effects.ts), by their ids.
 * 6. **The month of a quota** (`reserve` in quota/quota.ts), right before the commit.
 * 7. **Entries of the quota**, only by who has the row of their mailing locked.
 *
 * And one rule for what is decided: lock first, decide in a statement of its own. In READ COMMITTED a statement that has
 * waited for a row looks at that row again and at nothing else; what it says about other rows (`NOT EXISTS …`) it knows
 * from before it waited.
 */
import type { Database } from "../sql/database"

const CURSOR = "hashtextextended('mail.cursor ' || $1, 0)"

/** One at a time moves along the positions of a mailing, until the end of the transaction. */
export async function lockCursor(tx: Database, mailingId: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(${CURSOR})`, [mailingId])
}

/** The same for who would rather do something else than wait. @returns whether it is ours. */
export async function tryLockCursor(tx: Database, mailingId: string): Promise<boolean> {
  const [row] = await tx.query<{ mine: boolean }>(`SELECT pg_try_advisory_xact_lock(${CURSOR}) AS mine`, [
    mailingId,
  ])
  return row!.mine
}
