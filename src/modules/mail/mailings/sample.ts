/** A sample of a mailing to oneself: outside quota and counts, marked as what it is, and only so many an hour. */
import { randomUUID } from "node:crypto"

import { requireAddress } from "../address/address"
import { mailLanguage } from "../content/language"
import { storeContent } from "../content/store"
import { insertSeparateDelivery } from "../deliveries/single"
import { takeTestMail, type TestMailLimits } from "../deliveries/test-limit"
import { getSettings } from "../settings/settings"
import type { Database } from "../sql/database"
import { type DraftContent, sendableContent } from "../templates/draft"
import { routeOf, type ShopOptions } from "../transports/choice"
import type { ContentSnapshot, Language } from "../words"
import { filesOfMail } from "./files"
import { getMailing } from "./mailing"
import { type SampleRecipient, sampleVariables } from "./preview"

export interface SampleInput extends SampleRecipient {
  to: string
}

/** Before the subject, so that nobody takes a sample for the mail itself. */
const MARKS: Record<Language, string> = { en: "[Test] ", ja: "【テスト】" }

function marked({ snapshot }: DraftContent): ContentSnapshot {
  return { ...snapshot, subject: MARKS[snapshot.language] + snapshot.subject }
}

/**
 * @param actorId - Who asks for it.
 * @returns the delivery's id.
 * @throws MedusaError `invalid_data` naming the field; `not_allowed` when too many were sent within an hour.
 */
export async function sendSample(
  db: Database,
  options: TestMailLimits & ShopOptions,
  mailingId: string,
  input: SampleInput,
  actorId: string | null
): Promise<string> {
  const to = requireAddress("to", input.to)
  const mailing = await getMailing(db, mailingId)
  const { timezone, transports = [] } = options
  const salesChannel = input.document?.sales_channel_id
  const { settings, transport } = routeOf(transports, await getSettings(db), { salesChannel })
  const language = mailLanguage(mailing.content, settings, input.document)
  const draft = await sendableContent(mailing.kind, mailing.content, settings, {
    language,
    timezone,
    sender: mailing,
  })
  const variables = await sampleVariables(db, mailing.content, draft, input, { settings, timezone })
  const files = filesOfMail(mailing, input.document?.id)
  const { id } = await db.transaction(async (tx) => {
    await takeTestMail(tx, options, { mailingId, actorId })
    return insertSeparateDelivery(tx, {
      kind: "test",
      aboutMailingId: mailingId,
      contentId: await storeContent(tx, marked(draft), draft.constants, files),
      dedupeKey: `test:${randomUUID()}`,
      to,
      transport,
      variables,
    })
  })
  return id
}
