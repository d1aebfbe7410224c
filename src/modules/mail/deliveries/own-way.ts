/**
 * By which transport a mailing leaves whose mails have several: by that of most of them, and by that its positions are claimed. All
 * others get a time of their own, so that each is taken by itself, by the dispatcher of its transport.
 */
import type { Database } from "../sql/database"

const OWN = `
  UPDATE mpmd_mailing SET transport = (
    SELECT transport FROM mpmd_delivery WHERE mailing_id = $1 AND deleted_at IS NULL
     GROUP BY transport ORDER BY count(*) DESC, transport NULLS FIRST LIMIT 1
  ) WHERE id = $1`

const OTHERS = `
  UPDATE mpmd_delivery d SET next_attempt_at = now() FROM mpmd_mailing m
   WHERE m.id = $1 AND d.mailing_id = $1 AND d.transport IS DISTINCT FROM m.transport AND d.deleted_at IS NULL`

/** @param tx - The transaction that has its row locked, and in which it begins to be sent. */
export async function setOwnWay(tx: Database, mailingId: string): Promise<void> {
  await tx.query(OWN, [mailingId])
  await tx.query(OTHERS, [mailingId])
}
