/**
 * The freezing of an order mailing: one delivery for each document, chunk by chunk. The module cannot ask other
 * modules, so a worker brings the documents (workflows/orders/prepare-order-mailing.ts).
 *
 * A chunk is one transaction, and the mailing's row says how far it has come: every document is either among its
 * deliveries or among its exclusions, so `total + unsendable` is the cursor. After a kill the next worker goes on
 * from there; two workers at once cannot add the same chunk, because the second finds the cursor moved.
 */
import { MedusaError } from "@medusajs/framework/utils"

import { normalised } from "../address/sql"
import { languagesOf, mailLanguage } from "../content/language"
import { storeContent } from "../content/store"
import type { OrderDocument } from "../orders/document"
import {
  FaultyDocumentError,
  namedVariables,
  type Presentation,
  presentDocument,
  recipientName,
} from "../orders/order-variables"
import { invalid, notAllowed } from "../refusals/refusal"
import { RenderThreadsBusy } from "../render-threads"
import { getSettings } from "../settings/settings"
import type { Database } from "../sql/database"
import { sendableContent } from "../templates/draft"
import type { Language, OrderContent, OrderSource, Variables } from "../words"
import { essenceOf, getMailing, type MailingDTO } from "./mailing"
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

/** The documents of an order mailing, each once. @throws MedusaError `invalid_data` without any. */
export function documentsOf(mailing: MailingDTO): string[] {
  const ids = [...new Set(mailing.document_ids ?? [])]
  if (!ids.length) {
    const message = "choose the orders, shipments or quotes that this mailing is about"
    throw invalid("document_ids", "no_documents", message)
  }
  return ids
}

/** Checks the content in every language that it has words in. @throws MedusaError `invalid_data` */
export async function assertOrderContent(
  mailing: MailingDTO,
  { settings, timezone }: FrozenPresentation
): Promise<void> {
  documentsOf(mailing)
  for (const language of languagesOf(mailing.content, settings)) {
    await sendableContent("order", mailing.content, settings, { language, timezone, sender: mailing })
  }
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

/** What all mails of a mailing look like, whenever their chunk is made. */
type FrozenPresentation = Omit<Presentation, "language">

export async function frozenPresentation(tx: Database, timezone: string): Promise<FrozenPresentation> {
  return { settings: await getSettings(tx), timezone }
}

interface MadeRows {
  rows: DeliveryRow[]
  /** How many of the documents have data that cannot be written. */
  faulty: number
}

interface DeliveryRow {
  position: number
  document_id: string
  content_id: string
  customer_id: string | null
  order_id: string
  email: string
  recipient_name: string | null
  variables: object
}

/** `dedupe_key` is the document: the unique index is the last word on "each document once". */
const INSERT = `
  INSERT INTO mpmd_delivery (id, kind, mailing_id, position, dedupe_key, content_id, customer_id, order_id, email,
                             address, recipient_name, variables)
  SELECT $2::text || lpad(r.position::text, 9, '0'), 'order', $1::text, r.position, r.document_id, r.content_id,
         r.customer_id, r.order_id, btrim(r.email), ${normalised("r.email")}, r.recipient_name, r.variables
    FROM jsonb_to_recordset($3::jsonb) AS r(position int, document_id text, content_id text, customer_id text,
         order_id text, email text, recipient_name text, variables jsonb)`

/** What the mails of a chunk are made with: built before the transaction, which must not rest meanwhile. */
interface Prepared {
  /** What it was built from. */
  basis: string
  presentation: FrozenPresentation
  /** One for each language that the documents speak. */
  contents: ReadonlyMap<Language, KeptContent>
}

interface KeptContent {
  id: string
  /** What it names. */
  variables: readonly string[]
}

/** @throws MedusaError for a faulty content. */
async function prepare(
  db: Database,
  timezone: string,
  mailing: MailingDTO,
  documents: readonly OrderDocument[]
): Promise<Prepared> {
  const stored = await presentationOf(db, mailing.id)
  // Null in a mailing that an older version began.
  const presentation = stored ?? (await frozenPresentation(db, timezone))
  const { settings, timezone: zone } = presentation
  const contents = new Map<Language, KeptContent>()
  const spoken = documents.map((document) => mailLanguage(mailing.content, settings, document))
  for (const language of new Set(spoken)) {
    const options = { language, timezone: zone, sender: mailing }
    const { snapshot, constants } = await sendableContent("order", mailing.content, settings, options)
    const id = await storeContent(db, snapshot, constants)
    contents.set(language, { id, variables: snapshot.variables })
  }
  return { basis: basisOf(mailing, stored), presentation, contents }
}

async function presentationOf(db: Database, id: string): Promise<FrozenPresentation | null> {
  const [row] = await db.query<{ presentation: FrozenPresentation | null }>(
    "SELECT presentation FROM mpmd_mailing WHERE id = $1",
    [id]
  )
  return row?.presentation ?? null
}

/** A mailing that was refused, changed and sent anew begins from something else. */
function basisOf(mailing: MailingDTO, presentation: FrozenPresentation | null): string {
  return JSON.stringify([essenceOf(mailing), presentation])
}

function rowsOf(
  { presentation: { settings, timezone }, contents }: Prepared,
  mailing: MailingDTO,
  documents: readonly OrderDocument[]
): MadeRows {
  const rows: DeliveryRow[] = []
  for (const document of documents) {
    const language = mailLanguage(mailing.content, settings, document)
    const variables = writable(document, { settings, language, timezone })
    const content = contents.get(language)!
    if (!variables) {
      continue
    }
    rows.push({
      position: mailing.counts.total + rows.length + 1,
      document_id: document.id,
      content_id: content.id,
      customer_id: document.customer?.id ?? null,
      order_id: document.order_id,
      email: document.email!,
      recipient_name: recipientName(document),
      variables: namedVariables(variables, content.variables),
    })
  }
  return { rows, faulty: documents.length - rows.length }
}

/** The variables of a document; null if it is at fault, for which the others must not wait. */
function writable(document: OrderDocument, presentation: Presentation): Variables | null {
  try {
    return presentDocument(document, presentation)
  } catch (error) {
    if (error instanceof FaultyDocumentError) {
      return null
    }
    throw error
  }
}

/** Adds the chunk, and moves the mailing on if it was the last. @returns false if another worker was faster. */
async function settleChunk(
  tx: Database,
  prepared: Prepared,
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
  const addressed = documents.filter(({ email }) => email?.trim())
  const { rows, faulty } = rowsOf(prepared, mailing, addressed)
  await tx.query(INSERT, [mailing.id, `mdlv_${mailing.id.replace(/^mling_/, "")}_`, JSON.stringify(rows)])
  const unsendable = {
    no_address: (mailing.unsendable?.no_address ?? 0) + documents.length - addressed.length,
    faulty_data: (mailing.unsendable?.faulty_data ?? 0) + faulty,
    not_found: (mailing.unsendable?.not_found ?? 0) + chunk.ids.length - documents.length,
  }
  const total = mailing.counts.total + rows.length
  await tx.query(
    "UPDATE mpmd_mailing SET total = $2, pending = $2, unsendable = $3, content_id = coalesce(content_id, $4), " +
      "updated_at = now() WHERE id = $1",
    [mailing.id, total, JSON.stringify(unsendable), rows[0]?.content_id ?? null]
  )
  if (chunk.cursor + chunk.ids.length >= documentsOf(mailing).length) {
    await finish(tx, mailing.id, total)
  }
  return true
}

async function finish(tx: Database, id: string, total: number): Promise<void> {
  if (!total) {
    throw notAllowed(
      "no_recipient",
      "None of the documents can be sent: they have no e-mail address, their data cannot be written, " +
        "or they do not exist any more."
    )
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
  timezone: string,
  chunk: DocumentChunk,
  documents: readonly OrderDocument[]
): Promise<string | null> {
  const mailing = await getMailing(db, chunk.mailing_id)
  if (mailing.state !== "preparing") {
    return null
  }
  try {
    const prepared = await prepare(db, timezone, mailing, documents)
    await db.transaction((tx) => settleChunk(tx, prepared, chunk, documents))
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
  await moveMailing(tx, id, "refused", "be prepared", {
    ...refusedFor(error),
    total: 0,
    pending: 0,
    unsendable: null,
  })
  return error.message
}
