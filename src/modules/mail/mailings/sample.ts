/** A sample of a mailing to oneself: outside quota and counts. */
import { randomUUID } from "node:crypto"

import { requireAddress } from "../content/address"
import { sendableContent } from "../content/draft"
import { storeContent } from "../content/store"
import type { Database } from "../database"
import { getSettings } from "../settings"
import { insertLooseDelivery } from "../single-mail"
import { getMailing } from "./mailing"
import { sampleLanguage, type SampleRecipient, sampleVariables } from "./preview"

export interface SampleInput extends SampleRecipient {
  to: string
}

/** @returns the delivery's id. @throws MedusaError `invalid_data` naming the field. */
export async function sendSample(
  db: Database,
  timezone: string,
  mailingId: string,
  input: SampleInput
): Promise<string> {
  const to = requireAddress("to", input.to)
  const mailing = await getMailing(db, mailingId)
  const settings = await getSettings(db)
  const draft = sendableContent(mailing.kind, mailing.content, settings, sampleLanguage(input, settings))
  const { id } = await insertLooseDelivery(db, {
    kind: "test",
    aboutMailingId: mailingId,
    contentId: await storeContent(db, draft.snapshot, draft.constants),
    dedupeKey: `test:${randomUUID()}`,
    to,
    variables: await sampleVariables(db, mailing.content, draft, input, { settings, timezone }),
  })
  return id
}
