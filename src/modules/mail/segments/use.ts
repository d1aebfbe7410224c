/**
 * What an audience that names a segment means. Only here a segment becomes its filter: when people are counted or listed,
 * and once for good when the recipients of a mailing are frozen, with their names, so that a mailing that waits follows
 * its segment just as it follows its members.
 */
import { MedusaError } from "../refusals/medusa-error"
import { invalid, Refusal, refusalIssue } from "../refusals/refusal"
import type { Database } from "../sql/database"
import type { Audience, AudienceFilter, PlainAudience } from "../words"

/** A segment as it was used. */
export interface SegmentUse {
  id: string
  name: string
  filter: AudienceFilter
}

const FIELD = "audience.segment_id"

type Row = SegmentUse & { deleted: boolean }

/** Those that are deleted are found too. @throws MedusaError `not_found` naming the field. */
async function findSegment(db: Database, id: string, lock = ""): Promise<Row> {
  const [row] = await db.query<Row>(
    `SELECT id, name, filter, deleted_at IS NOT NULL AS deleted FROM mpmd_segment WHERE id = $1 ${lock}`,
    [id]
  )
  if (!row) {
    const message = `Segment with id: ${id} was not found`
    const issue = refusalIssue(FIELD, "not_found", message, { what: "segment", id })
    throw new Refusal([issue], MedusaError.Types.NOT_FOUND)
  }
  return row
}

/** One that was deleted while a draft was written is told when it is sent; one that never was is a slip of the pen. */
export async function assertSegmentKnown(db: Database, { segment_id }: Audience): Promise<void> {
  if (segment_id !== undefined) {
    await findSegment(db, segment_id)
  }
}

export interface ResolvedAudience {
  audience: PlainAudience
  /** Null if it named none. */
  segment: SegmentUse | null
}

async function resolved(db: Database, audience: Audience, lock?: string): Promise<ResolvedAudience> {
  const { segment_id, ...others } = audience
  if (segment_id === undefined) {
    return { audience: others, segment: null }
  }
  const { deleted, ...segment } = await findSegment(db, segment_id, lock)
  if (deleted) {
    const message = `the segment "${segment.name}" has been deleted: choose whom this is for`
    throw invalid(FIELD, "segment_gone", message, { name: segment.name })
  }
  return { audience: { ...others, filter: segment.filter }, segment }
}

/**
 * Looks up what an audience names.
 *
 * @throws MedusaError naming `audience.segment_id`: `not_found`, or `invalid_data` for one that was deleted.
 */
export async function resolveAudience(db: Database, audience: Audience): Promise<ResolvedAudience> {
  return resolved(db, audience)
}

/** The same, and nobody deletes the segment before the transaction ends. */
export async function holdAudience(tx: Database, audience: Audience): Promise<void> {
  await resolved(tx, audience, "FOR SHARE")
}
