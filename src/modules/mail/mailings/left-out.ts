/**
 * The orders, shipments and quotes of an order mailing that got no mail, each with its reason: written with the chunk that
 * counts them, so that the list of a count is never longer or shorter than the count says.
 */
import { BYTE_ORDER_MARK, type CsvCell, csvLine } from "../formats/csv"
import type { OrderDocument } from "../orders/document"
import type { Database } from "../sql/database"
import type { LeftOutReason } from "../words"

export interface LeftOutDTO {
  document_id: string
  /** Its order or draft order; null for what does not exist any more. */
  order_id: string | null
  /** As people call it; null for what does not exist any more. */
  number: string | null
  reason: LeftOutReason
}

export interface LeftOutOptions {
  reason?: LeftOutReason
  /** `next` of the page before. */
  after?: number
  limit?: number
}

export interface LeftOutPage {
  documents: LeftOutDTO[]
  /** Where the next page begins; null: this is the last one. */
  next: number | null
}

const PAGE = 50
/** Rows for each look of an export. */
const EXPORTED = 1_000

const INSERT = `
  INSERT INTO mpmd_left_out (mailing_id, position, document_id, order_id, number, reason)
  SELECT $1, r.position, r.document_id, r.order_id, r.number, r.reason
    FROM jsonb_to_recordset($2::jsonb) AS r(position int, document_id text, order_id text, number text, reason text)`

interface Chunk {
  mailing_id: string
  cursor: number
  ids: readonly string[]
}

/** Keeps who of a chunk got no mail. */
export async function keepLeftOut(
  tx: Database,
  { mailing_id, cursor, ids }: Chunk,
  documents: readonly OrderDocument[],
  reasons: ReadonlyMap<string, LeftOutReason>
): Promise<void> {
  const known = new Map(documents.map((document) => [document.id, document]))
  const rows = ids.flatMap((id, index) => {
    const reason = reasons.get(id)
    const { order_id = null, number = null } = known.get(id) ?? {}
    return reason ? { position: cursor + index, document_id: id, order_id, number, reason } : []
  })
  if (rows.length) {
    await tx.query(INSERT, [mailing_id, JSON.stringify(rows)])
  }
}

/** When its mailing is refused and begins anew. */
export async function forgetLeftOut(tx: Database, mailingId: string): Promise<void> {
  await tx.query("DELETE FROM mpmd_left_out WHERE mailing_id = $1", [mailingId])
}

/** In the order in which they were chosen, one page (50 if no limit is given). */
export async function listLeftOut(
  db: Database,
  mailingId: string,
  { reason, after, limit = PAGE }: LeftOutOptions
): Promise<LeftOutPage> {
  const rows = await db.query<LeftOutDTO & { position: number }>(
    "SELECT position, document_id, order_id, number, reason FROM mpmd_left_out WHERE mailing_id = $1 " +
      "AND position > $2 AND ($3::text IS NULL OR reason = $3) ORDER BY position LIMIT $4",
    [mailingId, after ?? -1, reason ?? null, limit + 1]
  )
  const page = rows.slice(0, limit)
  const documents = page.map(({ document_id, order_id, number, reason: why }) => ({
    document_id,
    order_id,
    number,
    reason: why,
  }))
  return { documents, next: rows.length > limit ? (page.at(-1)?.position ?? null) : null }
}

const COLUMNS: readonly (keyof LeftOutDTO)[] = ["number", "reason", "order_id", "document_id"]

/** The same as CSV, a thousand lines at a time; the first piece begins with the head. */
export async function* exportLeftOut(
  db: Database,
  mailingId: string,
  reason?: LeftOutReason
): AsyncGenerator<string> {
  let head = BYTE_ORDER_MARK + csvLine(COLUMNS)
  for (let after: number | null | undefined; after !== null;) {
    const page: LeftOutPage = await listLeftOut(db, mailingId, { reason, after, limit: EXPORTED })
    yield head + page.documents.map((row) => csvLine(COLUMNS.map((column): CsvCell => row[column]))).join("")
    head = ""
    after = page.next
  }
}
