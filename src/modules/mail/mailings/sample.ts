/** A sample of a mailing to oneself: outside quota and counts. */
import { randomUUID } from "node:crypto"

import { MedusaError } from "@medusajs/framework/utils"

import { parseAddress } from "../content/address"
import { sendableContent } from "../content/draft"
import { storeContent } from "../content/store"
import type { Database } from "../database"
import { getSettings } from "../settings"
import { insertLooseDelivery } from "../single-mail"
import { getMailing } from "./mailing"
import { sampleVariables } from "./preview"

export interface SampleInput {
  to: string
  /** The member whose data fills the sample; else example values. */
  customer_id?: string
}

/** @returns the delivery's id. @throws MedusaError `invalid_data` naming the field. */
export async function sendSample(db: Database, mailingId: string, input: SampleInput): Promise<string> {
  const parsed = parseAddress(input.to)
  if (!parsed.ok) {
    throw new MedusaError(MedusaError.Types.INVALID_DATA, `to: "${input.to}" is not one e-mail address`)
  }
  const mailing = await getMailing(db, mailingId)
  const { snapshot, constants } = sendableContent(mailing.kind, mailing.content, await getSettings(db))
  const { id } = await insertLooseDelivery(db, {
    kind: "test",
    aboutMailingId: mailingId,
    contentId: await storeContent(db, snapshot, constants),
    dedupeKey: `test:${randomUUID()}`,
    to: parsed.address,
    variables: await sampleVariables(db, mailing.kind, snapshot, input.customer_id),
  })
  return id
}
