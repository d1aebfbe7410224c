/**
 * Forgetting what mail said, where the shop asks for it: of plain successes that are older than `retentionMonths` the
 * variables and the kept bytes are cleared. The row stays, with who got what when: unsubscribe links in old mail and the
 * keys that keep anything from being sent twice depend on it. What failed keeps everything, its events included.
 *
 * A mailing is cleared as a whole, so many months after its last mail was settled. It is walked by position with a
 * cursor on its row, as claims are; mail outside mailings has a small index of what is left to clear. A chunk and its
 * cursor are one transaction: a process that dies in the middle of one has done nothing, and the next goes on there.
 *
 * Last go the contents that nothing needs any more: no member mailing that went out with it, and no delivery that can still be
 * shown or sent. A single mail may have a text of its own, which says as much as its variables. With the last content that
 * has it goes a file, and a file that was taken off a draft goes in any case.
 */
import { notAllowed } from "../refusals/refusal"
import type { Database } from "../sql/database"
import { tryLockCursor } from "./locks"

/** Rows of one statement: a tenth of a second, and no lock is held for longer. 1,100,000 rows took 19 s on a busy machine. */
const CHUNK = 5_000
/** Old mailings of which one is looked for that nobody else is at. */
const CANDIDATES = 20

const CLEARED = "variables = '{}', bytes = NULL, content_cleared_at = now()"
const CLEARABLE = "d.state = 'sent' AND d.content_cleared_at IS NULL AND d.deleted_at IS NULL"

const DUE =
  "completed_at < now() - make_interval(months => $1) AND cleared_position < total AND deleted_at IS NULL"

/** Single mail, samples and the administrator's copies. */
const CLEAR_LOOSE = `
  WITH due AS (
    SELECT d.id FROM mpmd_delivery d
     WHERE d.mailing_id IS NULL AND d.outside_sent_at < now() - make_interval(months => $1) AND d.reason IS NULL
       AND ${CLEARABLE} ORDER BY d.outside_sent_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
  )
  UPDATE mpmd_delivery d SET ${CLEARED} FROM due WHERE d.id = due.id RETURNING d.id`

/** A caller that is about to make deliveries of a content has noted that it is used, see content/store.ts. */
const CLEAR_CONTENTS = `
  WITH due AS (
    SELECT c.id FROM mpmd_content c
     WHERE c.used_at < now() - make_interval(months => $1) AND c.deleted_at IS NULL
       AND NOT EXISTS (SELECT FROM mpmd_mailing m WHERE m.content_id = c.id AND m.kind = 'member')
       AND NOT EXISTS (SELECT FROM mpmd_delivery d WHERE d.content_id = c.id AND d.kind <> 'member'
                          AND d.content_cleared_at IS NULL AND d.deleted_at IS NULL)
     ORDER BY c.used_at LIMIT $2 FOR UPDATE SKIP LOCKED
  )
  DELETE FROM mpmd_content c USING due WHERE c.id = due.id RETURNING c.id`

const NAMING = "jsonb_build_array(jsonb_build_object('digest', f.digest))"

/**
 * Files that no content has any more, and no mailing that has not ended: a day after they were last used, whatever is kept for
 * how long. A caller that is about to record a mail or a draft with one has noted that it is used.
 */
const CLEAR_FILES = `
  WITH due AS (
    SELECT f.digest FROM mpmd_file f
     WHERE f.used_at < now() - interval '1 day'
       AND NOT EXISTS (SELECT FROM mpmd_content c WHERE c.attachments IS NOT NULL AND c.attachments @> ${NAMING})
       AND NOT EXISTS (SELECT FROM mpmd_mailing m WHERE m.completed_at IS NULL AND m.deleted_at IS NULL
                          AND m.attachments @> ${NAMING})
     ORDER BY f.used_at LIMIT $1 FOR UPDATE SKIP LOCKED
  )
  DELETE FROM mpmd_file f USING due WHERE f.digest = due.digest RETURNING f.digest`

/** What came back, in strangers' words. That it did stays on record, in the server's own. */
const CLEAR_RETURNS = `
  WITH due AS (
    SELECT digest FROM mpmd_return WHERE created_at < now() - make_interval(months => $1)
     ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED
  )
  DELETE FROM mpmd_return r USING due WHERE r.digest = due.digest RETURNING r.digest`

/**
 * Clears one chunk.
 *
 * @param months - null keeps everything that was sent.
 * @returns whether there may be more.
 */
export async function clearOldContent(
  db: Database,
  months: number | null,
  chunk: number = CHUNK
): Promise<boolean> {
  if (months !== null && (await clearMail(db, months, chunk))) {
    return true
  }
  return (await db.query(CLEAR_FILES, [chunk])).length > 0
}

async function clearMail(db: Database, months: number, chunk: number): Promise<boolean> {
  if (await clearMailing(db, months, chunk)) {
    return true
  }
  for (const statement of [CLEAR_LOOSE, CLEAR_RETURNS, CLEAR_CONTENTS]) {
    if ((await db.query(statement, [months, chunk])).length) {
      return true
    }
  }
  return false
}

/** Another worker's mailing is passed over: there is enough to do, or nothing. */
async function clearMailing(db: Database, months: number, chunk: number): Promise<boolean> {
  const due = await db.query<{ id: string }>(
    `SELECT id FROM mpmd_mailing WHERE ${DUE} ORDER BY completed_at LIMIT ${CANDIDATES}`,
    [months]
  )
  for (const { id } of due) {
    if (await clearSome(db, id, months, chunk)) {
      return true
    }
  }
  return false
}

/** Deliveries before the mailing's row, see deliveries/locks.ts. */
async function clearSome(db: Database, id: string, months: number, chunk: number): Promise<boolean> {
  return db
    .transaction(async (tx) => {
      if (!(await tryLockCursor(tx, id))) {
        return false
      }
      const [range] = await tx.query<{ low: number; high: number }>(
        "SELECT cleared_position AS low, LEAST(cleared_position + $3, total) AS high FROM mpmd_mailing " +
          `WHERE id = $2 AND ${DUE}`,
        [months, id, chunk]
      )
      if (!range) {
        return false
      }
      await tx.query(
        `UPDATE mpmd_delivery d SET ${CLEARED} WHERE d.mailing_id = $1 AND d.position > $2 AND d.position <= $3 ` +
          `AND ${CLEARABLE}`,
        [id, range.low, range.high]
      )
      const moved = await tx.query(
        `UPDATE mpmd_mailing SET cleared_position = $4 WHERE id = $2 AND cleared_position = $3 AND ${DUE} RETURNING id`,
        [months, id, range.low, range.high]
      )
      if (!moved.length) {
        throw new Retried()
      }
      return true
    })
    .catch((error) => {
      if (error instanceof Retried) {
        return false
      }
      throw error
    })
}

/** The mailing was opened again while it was being cleared: what was cleared of it just now is rolled back. */
class Retried extends Error {}

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
