/** Segments as staff keep them: filters of members with names. Whatever names one follows it until it is sent (use.ts). */
import { entityId } from "../formats/entity-id"
import { conflict, invalid, notAllowed, notFound } from "../refusals/refusal"
import { type Database, refusalOf } from "../sql/database"
import type { AudienceFilter } from "../words"
import { SEGMENT_ORDERS } from "../words/lists"

export interface SegmentInput {
  /** Without the blanks around it; no other segment may have it, in whatever case. */
  name: string
  filter: AudienceFilter
}

/** What is left out stays. */
export type SegmentChanges = Partial<SegmentInput>

export interface SegmentDTO extends SegmentInput {
  id: string
  /** Who made it and who changed it last; null for other code. */
  created_by: string | null
  updated_by: string | null
  created_at: Date
  updated_at: Date
}

export interface SegmentListOptions {
  /** Stands in the name. */
  q?: string
  limit: number
  offset: number
  /** A column, `-` in front for descending. */
  order?: string
}

const COLUMNS = "id, name, filter, created_by, updated_by, created_at, updated_at"
const UNIQUE_VIOLATION = "23505"

export async function listSegments(
  db: Database,
  options: SegmentListOptions
): Promise<{ segments: SegmentDTO[]; count: number }> {
  const column = (options.order ?? "name").replace(/^-/, "")
  if (!SEGMENT_ORDERS.some((known) => known === column)) {
    const orders = SEGMENT_ORDERS.join(", ")
    throw invalid("order", "not_among", `segments can be sorted by ${orders}`, { values: orders })
  }
  const direction = options.order?.startsWith("-") ? "DESC" : "ASC"
  const where = "WHERE deleted_at IS NULL AND ($1::text IS NULL OR strpos(lower(name), lower($1)) > 0)"
  const values = [options.q ?? null]
  const segments = await db.query<SegmentDTO>(
    `SELECT ${COLUMNS} FROM mpmd_segment ${where} ORDER BY ${column} ${direction}, id LIMIT $2 OFFSET $3`,
    [...values, options.limit, options.offset]
  )
  const [total] = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM mpmd_segment ${where}`,
    values
  )
  return { segments, count: total!.count }
}

/** @throws MedusaError `not_found` */
export async function getSegment(db: Database, id: string): Promise<SegmentDTO> {
  const [row] = await db.query<SegmentDTO>(
    `SELECT ${COLUMNS} FROM mpmd_segment WHERE id = $1 AND deleted_at IS NULL`,
    [id]
  )
  if (!row) {
    throw notFound("segment", id)
  }
  return row
}

/** Two may take a name in the same moment: only the index knows. */
async function withOwnName<Result>(
  db: Database,
  name: string,
  write: (tx: Database) => Promise<Result>
): Promise<Result> {
  try {
    return await db.transaction(write)
  } catch (error) {
    if (refusalOf(error) === UNIQUE_VIOLATION) {
      throw conflict("name", "name_taken", `there is a segment "${name}" already`, { name })
    }
    throw error
  }
}

/** @throws MedusaError `conflict` naming `name`. */
export async function createSegment(
  db: Database,
  { name, filter }: SegmentInput,
  actorId: string | null
): Promise<SegmentDTO> {
  const id = entityId("mseg")
  await withOwnName(db, name, (tx) =>
    tx.query(
      "INSERT INTO mpmd_segment (id, name, filter, created_by, updated_by) VALUES ($1, $2, $3, $4, $4)",
      [id, name, JSON.stringify(filter), actorId]
    )
  )
  return getSegment(db, id)
}

/** @throws MedusaError `not_found`; `conflict` naming `name`. */
export async function updateSegment(
  db: Database,
  id: string,
  changes: SegmentChanges,
  actorId: string | null
): Promise<SegmentDTO> {
  const { name, filter } = { ...(await getSegment(db, id)), ...changes }
  await withOwnName(db, name, (tx) =>
    tx.query(
      "UPDATE mpmd_segment SET name = coalesce($2, name), filter = coalesce($3, filter), updated_by = $4, " +
        "updated_at = now() WHERE id = $1 AND deleted_at IS NULL",
      [id, changes.name ?? null, changes.filter ? JSON.stringify(filter) : null, actorId]
    )
  )
  return getSegment(db, id)
}

/** Mailings that look at the segment once more, without a person who could choose again. */
const WAITING =
  "SELECT count(*)::int AS count FROM mpmd_mailing WHERE state IN ('scheduled', 'preparing') AND completed_at IS NULL " +
  "AND audience->>'segment_id' = $1 AND deleted_at IS NULL"

/**
 * Takes a segment away. Its row stays, so that what still names it can say which one it was.
 *
 * @throws MedusaError `not_found`; `not_allowed` while a mailing that is about to be sent needs it.
 */
export async function deleteSegment(db: Database, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    // A transaction that sends a mailing to it holds it until the mailing stands as scheduled, and is seen below.
    await tx.query("SELECT id FROM mpmd_segment WHERE id = $1 FOR UPDATE", [id])
    await getSegment(tx, id)
    const [{ count } = { count: 0 }] = await tx.query<{ count: number }>(WAITING, [id])
    if (count) {
      throw notAllowed(
        "segment_in_use",
        `This segment is needed by ${count} scheduled mailing${count > 1 ? "s" : ""}: cancel or unschedule first.`,
        { count }
      )
    }
    await tx.query("UPDATE mpmd_segment SET deleted_at = now() WHERE id = $1", [id])
  })
}

/** Takes a deletion back. @throws MedusaError `not_found`; `conflict` if another has its name by now. */
export async function restoreSegment(db: Database, id: string): Promise<SegmentDTO> {
  const [row] = await db.query<{ name: string }>("SELECT name FROM mpmd_segment WHERE id = $1", [id])
  await withOwnName(db, row?.name ?? "", (tx) =>
    tx.query("UPDATE mpmd_segment SET deleted_at = NULL WHERE id = $1", [id])
  )
  return getSegment(db, id)
}
