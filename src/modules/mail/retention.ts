/**
 * Forgetting what mail said, where the shop asks for it: of plain successes that are older than `retentionMonths` the
 * variables and the kept bytes are cleared. The row stays, with who got what when: unsubscribe links in old mail and the
 * keys that keep anything from being sent twice depend on it. What failed keeps everything, its events included.
 *
 * A mailing is cleared as a whole, so many months after its last mail was settled. It is walked by position with a
 * cursor on its row, as claims are; mail outside mailings has a small index of what is left to clear. A chunk and its
 * cursor are one statement: whoever dies in the middle of one has done nothing, and the next goes on there.
 */
import type { Database } from "./database"
import { notAllowed } from "./refusal"

/** Rows of one statement: a tenth of a second, and no lock is held for longer. 1,100,000 rows took 19 s on a busy machine. */
const CHUNK = 5_000

const CLEARED = "variables = '{}', bytes = NULL, content_cleared_at = now()"
const CLEARABLE = "d.state = 'sent' AND d.content_cleared_at IS NULL AND d.deleted_at IS NULL"

/** Another worker's mailing is passed over: there is enough to do, or nothing. */
const CLEAR_MAILING = `
  WITH due AS (
    SELECT id, cleared_position AS low, LEAST(cleared_position + $2, total) AS high FROM mpmd_mailing
     WHERE completed_at < now() - make_interval(months => $1) AND cleared_position < total AND deleted_at IS NULL
     ORDER BY completed_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
  ), cleared AS (
    UPDATE mpmd_delivery d SET ${CLEARED} FROM due
     WHERE d.mailing_id = due.id AND d.position > due.low AND d.position <= due.high AND ${CLEARABLE}
  )
  UPDATE mpmd_mailing m SET cleared_position = due.high FROM due WHERE m.id = due.id RETURNING m.id`

/** Single mail, samples and the administrator's copies. */
const CLEAR_LOOSE = `
  WITH due AS (
    SELECT d.id FROM mpmd_delivery d
     WHERE d.mailing_id IS NULL AND d.sent_at < now() - make_interval(months => $1) AND d.reason IS NULL
       AND ${CLEARABLE} ORDER BY d.sent_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
  )
  UPDATE mpmd_delivery d SET ${CLEARED} FROM due WHERE d.id = due.id RETURNING d.id`

/**
 * Clears one chunk.
 *
 * @param months - null keeps everything.
 * @returns whether there may be more.
 */
export async function clearOldContent(
  db: Database,
  months: number | null,
  chunk: number = CHUNK
): Promise<boolean> {
  if (months === null) {
    return false
  }
  const [mailing] = await db.query(CLEAR_MAILING, [months, chunk])
  return Boolean(mailing) || (await db.query(CLEAR_LOOSE, [months, chunk])).length > 0
}

/** A mail whose content is gone cannot be sent again. @throws MedusaError `not_allowed` */
export function assertContentKept(deliveries: readonly { content_cleared_at: Date | null }[]): void {
  const cleared = deliveries.filter(({ content_cleared_at }) => content_cleared_at)
  if (cleared.length) {
    throw notAllowed(
      "content_cleared",
      `${cleared.length} of these mails cannot be sent again: their content was cleared, because it is older than the ` +
        "retentionMonths of the plugin's options.",
      { count: cleared.length }
    )
  }
}
