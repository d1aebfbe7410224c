/**
 * What an order mailing is made of: its documents, its content in each language, and how everything is written, as it was
 * when it was sent.
 */
import { languagesOf } from "../content/language"
import type { Presentation } from "../orders/order-variables"
import { invalid } from "../refusals/refusal"
import { getSettings } from "../settings/settings"
import type { Database } from "../sql/database"
import { sendableContent } from "../templates/draft"
import type { MailingDTO } from "./mailing"

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

/** What all mails of a mailing look like, whenever their chunk is made. */
export type FrozenPresentation = Omit<Presentation, "language">

export async function frozenPresentation(tx: Database, timezone: string): Promise<FrozenPresentation> {
  return { settings: await getSettings(tx), timezone }
}

/** Null in a mailing that an older version began. */
export async function presentationOf(db: Database, id: string): Promise<FrozenPresentation | null> {
  const [row] = await db.query<{ presentation: FrozenPresentation | null }>(
    "SELECT presentation FROM mpmd_mailing WHERE id = $1",
    [id]
  )
  return row?.presentation ?? null
}
