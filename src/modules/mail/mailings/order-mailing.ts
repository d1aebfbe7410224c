/**
 * The freezing of an order mailing: one delivery for each document, chunk by chunk. The module cannot ask other
 * modules, so a worker brings the documents (workflows/orders/prepare-order-mailing.ts).
 *
 * A chunk is one transaction, and the mailing's row says how far it has come: every document is either among its
 * deliveries or among its exclusions, so `total + unsendable` is the cursor. After a kill the next worker goes on
 * from there; two workers at once cannot add the same chunk, because the second finds the cursor moved.
 */
import { setOwnWay } from "../deliveries/own-way"
import { renewStatistics } from "../deliveries/statistics"
import type { OrderDocument } from "../orders/document"
import { MedusaError } from "../refusals/medusa-error"
import { notAllowed } from "../refusals/refusal"
import { RenderThreadsBusy } from "../render-threads"
import type { Database } from "../sql/database"
import type { ShopOptions } from "../transports/choice"
import { LEFT_OUT_REASONS, type LeftOutReason, type OrderContent, type OrderSource } from "../words"
import { forgetLeftOut, keepLeftOut } from "./left-out"
import { essenceOf, getMailing, type MailingDTO } from "./mailing"
import { documentsOf, presentationOf } from "./order-content"
import { basisOf, insertRows, prepareContents, type PreparedContents, rowsOf } from "./order-rows"
import { lockMailing, moveMailing, refusedFor } from "./states"

/** What a worker has to bring next. */
export interface DocumentChunk {
  mailing_id: string
  source: OrderSource
  /** How many documents were settled before. */
  cursor: number
  ids: string[]
}

/** Documents of one transaction. */
const CHUNK = 100

/** A mailing that did not come on for this long has lost its worker. Seconds. */
const STALLED = 30

function sumOf(counts: Record<string, number> | null): number {
  return Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0)
}

/** Whether a chunk is what a mailing waits for now. */
function isNext({ cursor, ids }: DocumentChunk, mailing: MailingDTO): boolean {
  const settled = mailing.counts.total + sumOf(mailing.unsendable)
  const next = documentsOf(mailing).slice(settled, settled + ids.length)
  return settled === cursor && next.every((id, index) => id === ids[index])
}

/** The next documents to bring; null if there is nothing more to prepare. */
export async function nextDocuments(db: Database, id: string): Promise<DocumentChunk | null> {
  const mailing = await getMailing(db, id)
  if (mailing.kind !== "order" || mailing.state !== "preparing") {
    return null
  }
  const cursor = mailing.counts.total + sumOf(mailing.unsendable)
  return {
    mailing_id: id,
    source: (mailing.content as OrderContent).source,
    cursor,
    ids: documentsOf(mailing).slice(cursor, cursor + CHUNK),
  }
}

/** Order mailings whose preparation nobody drives any more. */
export async function stalledPreparations(db: Database): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    "SELECT id FROM mpmd_mailing WHERE kind = 'order' AND state = 'preparing' AND completed_at IS NULL " +
      "AND deleted_at IS NULL AND updated_at < now() - make_interval(secs => $1) ORDER BY id",
    [STALLED]
  )
  return rows.map(({ id }) => id)
}

/** Adds the chunk, unless another worker was faster. @returns whether it was the last, and the mailing moved on. */
async function settleChunk(
  tx: Database,
  prepared: PreparedContents,
  chunk: DocumentChunk,
  documents: readonly OrderDocument[]
): Promise<boolean> {
  const [mine] = await tx.query(
    "SELECT id FROM mpmd_mailing WHERE id = $1 AND state = 'preparing' FOR NO KEY UPDATE",
    [chunk.mailing_id]
  )
  const mailing = mine && (await getMailing(tx, chunk.mailing_id))
  if (!mailing || !isNext(chunk, mailing)) {
    return false
  }
  if (basisOf(mailing, await presentationOf(tx, mailing.id)) !== prepared.basis) {
    return false
  }
  const { rows, leftOut } = rowsOf(prepared, mailing, chunk.ids, documents)
  await insertRows(tx, mailing.id, rows)
  await keepLeftOut(tx, chunk, documents, leftOut)
  const unsendable = added(mailing.unsendable, [...leftOut.values()])
  const total = mailing.counts.total + rows.length
  // Until all are there it says no more than that one of them has one.
  const transport = rows.find((row) => row.transport !== null)?.transport ?? null
  const [written] = await tx.query<{ transport: string | null }>(
    "UPDATE mpmd_mailing SET total = $2, pending = $2, unsendable = $3, content_id = coalesce(content_id, $4), " +
      "transport = coalesce(transport, $5), updated_at = now() WHERE id = $1 RETURNING transport",
    [mailing.id, total, JSON.stringify(unsendable), rows[0]?.content_id ?? null, transport]
  )
  const isLast = chunk.cursor + chunk.ids.length >= documentsOf(mailing).length
  if (isLast) {
    await finish(tx, mailing.id, total, written!.transport !== null)
  }
  return isLast
}

function added(counts: Record<string, number> | null, reasons: readonly LeftOutReason[]) {
  const count = (wanted: LeftOutReason) => reasons.filter((reason) => reason === wanted).length
  return Object.fromEntries(
    LEFT_OUT_REASONS.map((reason) => [reason, (counts?.[reason] ?? 0) + count(reason)])
  )
}

/** @param named - Some of its mails name a transport. */
async function finish(tx: Database, id: string, total: number, named: boolean): Promise<void> {
  if (!total) {
    throw notAllowed(
      "no_recipient",
      "None of the documents can be sent: they have no e-mail address, their data cannot be written, " +
        "or they do not exist any more."
    )
  }
  if (named) {
    await setOwnWay(tx, id)
  }
  await moveMailing(tx, id, "sending", "be prepared", { started_at: new Date() })
}

/**
 * Adds what a worker brought. A document that is missing among them counts as not found.
 *
 * @returns why the mailing was refused; null if it goes on.
 */
export async function addDocuments(
  db: Database,
  options: ShopOptions,
  chunk: DocumentChunk,
  documents: readonly OrderDocument[]
): Promise<string | null> {
  const mailing = await getMailing(db, chunk.mailing_id)
  if (mailing.state !== "preparing") {
    return null
  }
  try {
    const prepared = await prepareContents(db, options, mailing, documents)
    if (await db.transaction((tx) => settleChunk(tx, prepared, chunk, documents))) {
      await renewStatistics(db, mailing.id)
    }
    return null
  } catch (error) {
    if (!(error instanceof MedusaError) || error instanceof RenderThreadsBusy) {
      throw error
    }
    return db.transaction((tx) => refuse(tx, mailing, error))
  }
}

/** Unless another worker was faster, and perhaps a person too, who has mended it and sent it anew. */
async function refuse(tx: Database, mailing: MailingDTO, error: Error): Promise<string | null> {
  const { id } = mailing
  const state = await lockMailing(tx, id)
  if (state !== "preparing" || essenceOf(await getMailing(tx, id)) !== essenceOf(mailing)) {
    return null
  }
  // It begins anew when it is sent again.
  await tx.query("DELETE FROM mpmd_delivery WHERE mailing_id = $1", [id])
  await forgetLeftOut(tx, id)
  await moveMailing(tx, id, "refused", "be prepared", {
    ...refusedFor(error),
    total: 0,
    pending: 0,
    transport: null,
    unsendable: null,
  })
  return error.message
}
