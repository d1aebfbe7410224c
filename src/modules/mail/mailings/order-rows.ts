/** From documents to the rows of their mails: each in its language and by its transport, with what its content names. */
import { normalised } from "../address/sql"
import { mailLanguage } from "../content/language"
import { storeContent } from "../content/store"
import type { OrderDocument } from "../orders/document"
import {
  FaultyDocumentError,
  namedVariables,
  type Presentation,
  presentDocument,
  recipientName,
} from "../orders/order-variables"
import type { MailSettingsDTO } from "../settings/settings"
import type { Database } from "../sql/database"
import { type DraftContent, sendableContent } from "../templates/draft"
import { routeOf, type ShopOptions, type Transport } from "../transports/choice"
import type { Language, LeftOutReason, Variables } from "../words"
import { filesOfMail } from "./files"
import { essenceOf, type MailingDTO } from "./mailing"
import { type FrozenPresentation, frozenPresentation, presentationOf } from "./order-content"

/** What the mails of a chunk are made with: built before the transaction, which must not rest meanwhile. */
export interface PreparedContents {
  /** What it was built from. */
  basis: string
  presentation: FrozenPresentation
  /** By the ids of the documents: one for each language and transport, and for each that has files of its own. */
  contents: ReadonlyMap<string, KeptContent>
}

interface KeptContent {
  id: string
  transport: string | null
  /** What it names. */
  variables: readonly string[]
}

/** @throws MedusaError for a faulty content. */
export async function prepareContents(
  db: Database,
  { timezone, transports = [] }: ShopOptions,
  mailing: MailingDTO,
  documents: readonly OrderDocument[]
): Promise<PreparedContents> {
  const stored = await presentationOf(db, mailing.id)
  const presentation = stored ?? (await frozenPresentation(db, timezone))
  const contents = new Map<string, KeptContent>()
  for (const { language, transport, settings, written } of alikeIn(
    documents,
    mailing,
    presentation,
    transports
  )) {
    const options = { language, timezone: presentation.timezone, sender: mailing }
    const draft = await sendableContent("order", mailing.content, settings, options)
    for (const [documentId, id] of await storeWithFiles(db, draft, mailing, written)) {
      contents.set(documentId, { id, transport, variables: draft.snapshot.variables })
    }
  }
  return { basis: basisOf(mailing, stored), presentation, contents }
}

/** Documents whose mails have one content but for their files. */
interface Alike {
  language: Language
  transport: string | null
  /** With the sender of the transport. */
  settings: MailSettingsDTO
  written: OrderDocument[]
}

function alikeIn(
  documents: readonly OrderDocument[],
  { content }: MailingDTO,
  presentation: FrozenPresentation,
  transports: readonly Transport[]
): Iterable<Alike> {
  const groups = new Map<string, Alike>()
  for (const document of documents) {
    const language = mailLanguage(content, presentation.settings, document)
    const salesChannel = document.sales_channel_id
    const { transport, settings } = routeOf(transports, presentation.settings, { salesChannel })
    const key = `${language} ${transport ?? ""}`
    const group = groups.get(key) ?? { language, transport, settings, written: [] }
    group.written.push(document)
    groups.set(key, group)
  }
  return groups.values()
}

/** @returns the id of the content of each document. */
async function storeWithFiles(
  db: Database,
  { snapshot, constants }: DraftContent,
  mailing: MailingDTO,
  documents: readonly OrderDocument[]
): Promise<Map<string, string>> {
  const withOwn = new Set(mailing.attachments.map(({ document_id }) => document_id))
  const common = await storeContent(db, snapshot, constants, filesOfMail(mailing))
  const ids = new Map<string, string>()
  for (const { id } of documents) {
    const files = withOwn.has(id) ? filesOfMail(mailing, id) : null
    ids.set(id, files ? await storeContent(db, snapshot, constants, files) : common)
  }
  return ids
}

/** A mailing that was refused, changed and sent anew begins from something else. */
export function basisOf(mailing: MailingDTO, presentation: FrozenPresentation | null): string {
  return JSON.stringify([essenceOf(mailing), presentation])
}

export interface MadeRows {
  rows: DeliveryRow[]
  /** Why the others of the chunk get no mail, by their ids. */
  leftOut: ReadonlyMap<string, LeftOutReason>
}

interface DeliveryRow {
  position: number
  document_id: string
  content_id: string
  transport: string | null
  customer_id: string | null
  order_id: string
  email: string
  recipient_name: string | null
  variables: object
}

/** @param ids - Of the chunk; what is not among the documents does not exist any more. */
export function rowsOf(
  { presentation: { settings, timezone }, contents }: PreparedContents,
  mailing: MailingDTO,
  ids: readonly string[],
  documents: readonly OrderDocument[]
): MadeRows {
  const rows: DeliveryRow[] = []
  const leftOut = new Map<string, LeftOutReason>(ids.map((id) => [id, "not_found"]))
  for (const document of documents) {
    if (!document.email?.trim()) {
      leftOut.set(document.id, "no_address")
      continue
    }
    const language = mailLanguage(mailing.content, settings, document)
    const variables = writable(document, { settings, language, timezone })
    const content = contents.get(document.id)!
    if (!variables) {
      leftOut.set(document.id, "faulty_data")
      continue
    }
    leftOut.delete(document.id)
    rows.push({
      position: mailing.counts.total + rows.length + 1,
      document_id: document.id,
      content_id: content.id,
      transport: content.transport,
      customer_id: document.customer?.id ?? null,
      order_id: document.order_id,
      email: document.email,
      recipient_name: recipientName(document),
      variables: namedVariables(variables, content.variables),
    })
  }
  return { rows, leftOut }
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

/** `dedupe_key` is the document: the unique index is the last word on "each document once". */
const INSERT = `
  INSERT INTO mpmd_delivery (id, kind, mailing_id, position, dedupe_key, content_id, customer_id, order_id, email,
                             address, recipient_name, variables, transport)
  SELECT $2::text || lpad(r.position::text, 9, '0'), 'order', $1::text, r.position, r.document_id, r.content_id,
         r.customer_id, r.order_id, btrim(r.email), ${normalised("r.email")}, r.recipient_name, r.variables, r.transport
    FROM jsonb_to_recordset($3::jsonb) AS r(position int, document_id text, content_id text, customer_id text,
         order_id text, email text, recipient_name text, variables jsonb, transport text)`

export async function insertRows(
  tx: Database,
  mailingId: string,
  rows: readonly DeliveryRow[]
): Promise<void> {
  await tx.query(INSERT, [mailingId, `mdlv_${mailingId.replace(/^mling_/, "")}_`, JSON.stringify(rows)])
}
