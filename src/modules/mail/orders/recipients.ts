/** Who gets order mail, and what is known of the address. A flag warns; it never keeps an order mail back. */
import { malformed, normalised } from "../address/sql"
import { languageOfLocale } from "../formats/locale"
import type { MailSettingsDTO } from "../settings/settings"
import type { Database } from "../sql/database"
import type { ContentIssue, RecipientWarning } from "../words"
import type { OrderDocument, RecipientDTO } from "./document"
import { shipmentNumbers } from "./list"
import {
  FaultyDocumentError,
  type Presentation,
  presentDocument,
  recipientName,
  totalOf,
} from "./order-variables"

const WARNINGS =
  `SELECT g.n, CASE WHEN ${normalised("g.email")} IS NULL OR btrim(g.email) = '' THEN 'no_address' ` +
  `WHEN ${malformed("btrim(g.email)")} THEN 'malformed' ` +
  "WHEN a.invalid THEN 'invalid' WHEN a.complained_at IS NOT NULL THEN 'complained' END AS warning " +
  "FROM unnest($1::text[]) WITH ORDINALITY AS g(email, n) " +
  `LEFT JOIN mpmd_address a ON a.email = ${normalised("g.email")} AND a.deleted_at IS NULL ORDER BY g.n`

function isFaulty(document: OrderDocument, presentation: Presentation): boolean {
  try {
    presentDocument(document, presentation)
    return false
  } catch (error) {
    if (error instanceof FaultyDocumentError) {
      return true
    }
    throw error
  }
}

/** What keeps the mail back comes before what only warns. */
function warningOf(address: RecipientWarning | null, faulty: boolean): RecipientWarning | null {
  return faulty && address !== "no_address" ? "faulty_data" : address
}

/** The numbers of those that are shipments, by their ids. */
async function shipmentsAmong(
  db: Database,
  documents: readonly OrderDocument[]
): Promise<Map<string, number | null>> {
  const ids = documents.filter(({ source }) => source === "fulfillment").map(({ id }) => id)
  const numbers = ids.length ? await shipmentNumbers(db, ids) : []
  return new Map(ids.map((id, index) => [id, numbers[index] ?? null]))
}

/** The recipients of these documents, in their order. */
export async function recipientsOf(
  db: Database,
  documents: readonly OrderDocument[],
  shop: { settings: MailSettingsDTO; timezone: string }
): Promise<RecipientDTO[]> {
  const warnings = await db.query<{ warning: RecipientWarning | null }>(WARNINGS, [
    documents.map(({ email }) => email),
  ])
  const shipments = await shipmentsAmong(db, documents)
  return documents.map((document, index) => {
    const language = languageOfLocale(document.locale) ?? shop.settings.language
    const faulty = isFaulty(document, { ...shop, language })
    return {
      document_id: document.id,
      order_id: document.order_id,
      number: document.number,
      shipment: shipments.get(document.id) ?? null,
      customer_id: document.customer?.id ?? null,
      email: document.email,
      recipient_name: recipientName(document),
      total: faulty ? "" : totalOf(document, language),
      language,
      warning: warningOf(warnings[index]?.warning ?? null, faulty),
    }
  })
}

const SENTENCES: Record<RecipientWarning, (email: string | null) => string> = {
  no_address: () => "There is no e-mail address on this order, so it gets no mail.",
  invalid: (email) =>
    `Mail to ${email} came back before: the address is flagged invalid. It is sent all the same.`,
  malformed: (email) => `${email} is no e-mail address, so the mail to it fails. Correct it at the order.`,
  faulty_data: () => "The data of this document cannot be written, so it gets no mail.",
  complained: (email) => `The holder of ${email} once reported mail as unwanted. It is sent all the same.`,
}

/** The warning of one recipient, for a preview. */
export function recipientWarnings({ warning, email }: RecipientDTO): ContentIssue[] {
  return warning ? [{ field: "to", code: `address_${warning}`, message: SENTENCES[warning](email) }] : []
}
