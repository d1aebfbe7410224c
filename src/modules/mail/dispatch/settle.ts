/**
 * When a mailing is done. Asked of the rows themselves, never of a counter: `completed` means that no open
 * row is left.
 *
 * Open rows behind the cursor always stand in one of two small partial indexes: with a lease (claimed,
 * sending) or with a time (deferred, released), so both questions cost the same for ten and a million rows.
 */
import type { Database } from "../database"
import { insertCopies } from "../mailings/copies"

const NO_LEASE =
  "NOT EXISTS (SELECT 1 FROM mpmd_delivery d WHERE d.lease_until IS NOT NULL AND d.mailing_id = m.id " +
  "AND d.deleted_at IS NULL)"
const nothingDue = (states: string) =>
  "NOT EXISTS (SELECT 1 FROM mpmd_delivery d WHERE d.mailing_id = m.id AND d.next_attempt_at IS NOT NULL " +
  `AND d.state IN (${states}) AND d.deleted_at IS NULL)`

export interface Settled {
  /** Only deferred rows are left: the done notice and the failure list appear now, not days later. */
  firstPassDone: boolean
  completed: boolean
}

/** Moves a mailing that has nothing left to do to `completed`, and notes the end of its first pass. */
export async function settleMailing(db: Database, mailingId: string): Promise<Settled> {
  const first = await db.transaction((tx) => endFirstPass(tx, mailingId))
  const [completed] = await db.query<{ id: string }>(
    "UPDATE mpmd_mailing m SET state = 'completed', completed_at = now(), updated_at = now() WHERE m.id = $1 " +
      `AND m.state = 'sending' AND m.next_position > m.total AND ${NO_LEASE} ` +
      `AND ${nothingDue("'pending', 'deferred'")} RETURNING m.id`,
    [mailingId]
  )
  return { firstPassDone: first, completed: Boolean(completed) }
}

/** Once, with the administrator's copies in the same transaction. */
async function endFirstPass(tx: Database, mailingId: string): Promise<boolean> {
  const [ended] = await tx.query<{ id: string }>(
    "UPDATE mpmd_mailing m SET first_pass_done_at = now(), updated_at = now() WHERE m.id = $1 AND m.state = 'sending' " +
      `AND m.first_pass_done_at IS NULL AND m.next_position > m.total AND ${NO_LEASE} ` +
      `AND ${nothingDue("'pending'")} RETURNING m.id`,
    [mailingId]
  )
  if (ended) {
    await insertCopies(tx, mailingId)
  }
  return Boolean(ended)
}
