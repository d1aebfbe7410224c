/**
 * Which orders were drafts when somebody looked. Converting a draft tells of an order that was placed, as a completed
 * cart does, but leaves no trace by which it differs from an imported order. So drafts are noted while the rule for
 * placed orders is on: what is noted and no draft any more has been converted since.
 */
import type { Database } from "../sql/database"

const NOTE =
  'INSERT INTO mpmd_draft_order (id) SELECT o.id FROM "order" o WHERE o.is_draft_order AND o.deleted_at IS NULL ' +
  "AND o.id >= $1 ON CONFLICT DO NOTHING"

/** Notes the drafts that there are. @param leastId - Older ones have been noted. */
export async function noteDrafts(db: Database, leastId: string): Promise<void> {
  await db.query(NOTE, [leastId])
  if (!leastId) {
    await db.query(
      `DELETE FROM mpmd_draft_order d WHERE NOT EXISTS (
         SELECT FROM "order" o WHERE o.id = d.id AND o.deleted_at IS NULL
            AND (o.is_draft_order OR o.updated_at > now() - interval '7 days'))`
    )
  }
}

/** Begins anew when the rule is switched on: what was converted before is none of its business. */
export async function beginDraftMemory(db: Database): Promise<void> {
  await db.query("DELETE FROM mpmd_draft_order")
  await noteDrafts(db, "")
}
