/** Who gets order mail, and what is known of the address. A flag warns; it never keeps an order mail back. */
import { normalised } from "../consent/rule"
import type { Database } from "../database"
import type { MailSettingsDTO } from "../settings"
import type { ContentIssue } from "../types"
import type { OrderDocument, RecipientDTO, RecipientWarning } from "./document"
import { languageOf, recipientName, totalOf } from "./variables"

const WARNINGS =
  `SELECT g.n, CASE WHEN ${normalised("g.email")} IS NULL OR btrim(g.email) = '' THEN 'no_address' ` +
  "WHEN a.invalid THEN 'invalid' WHEN a.complained_at IS NOT NULL THEN 'complained' END AS warning " +
  "FROM unnest($1::text[]) WITH ORDINALITY AS g(email, n) " +
  `LEFT JOIN mpmd_address a ON a.email = ${normalised("g.email")} AND a.deleted_at IS NULL ORDER BY g.n`

/** The recipients of these documents, in their order. */
export async function recipientsOf(
  db: Database,
  documents: readonly OrderDocument[],
  settings: MailSettingsDTO
): Promise<RecipientDTO[]> {
  const warnings = await db.query<{ warning: RecipientWarning | null }>(WARNINGS, [
    documents.map(({ email }) => email),
  ])
  return documents.map((document, index) => {
    const language = languageOf(document, settings)
    return {
      document_id: document.id,
      order_id: document.order_id,
      number: document.number,
      customer_id: document.customer?.id ?? null,
      email: document.email,
      recipient_name: recipientName(document),
      total: totalOf(document, language),
      language,
      warning: warnings[index]?.warning ?? null,
    }
  })
}

const SENTENCES: Record<RecipientWarning, (email: string | null) => string> = {
  no_address: () => "There is no e-mail address on this order, so it gets no mail.",
  invalid: (email) =>
    `Mail to ${email} came back before: the address is flagged invalid. It is sent all the same.`,
  complained: (email) => `The holder of ${email} once reported mail as unwanted. It is sent all the same.`,
}

/** The warning of one recipient, for a preview. */
export function recipientWarnings({ warning, email }: RecipientDTO): ContentIssue[] {
  return warning ? [{ field: "to", code: `address_${warning}`, message: SENTENCES[warning](email) }] : []
}
