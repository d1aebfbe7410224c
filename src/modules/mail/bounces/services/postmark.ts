/**
 * Postmark's webhooks. It does not sign them: its way is a password in the address that it calls (HTTP Basic). It gives each
 * mail a Message-ID of its own and hands back metadata instead.
 * https://postmarkapp.com/developer/webhooks/bounce-webhook
 */
import { POSTMARK_METADATA } from "../../mail-apis/delivery-field"
import {
  credentialIn,
  isSame,
  type MailService,
  type Meaning,
  meaningOf,
  newsIn,
  objectsIn,
  partOf,
  textIn,
} from "./service"

/** By `Type`. What is left out is news of something else: an answer, a subscription, a test. */
const KINDS: Readonly<Record<string, Meaning>> = {
  HardBounce: ["bounce", "unknown"],
  BadEmailAddress: ["bounce", "address_invalid"],
  DnsError: ["bounce", "transient"],
  SoftBounce: ["bounce", "transient"],
  Unknown: ["bounce", "unknown"],
  Blocked: ["bounce", "policy"],
  SpamNotification: ["bounce", "policy"],
  VirusNotification: ["bounce", "policy"],
  DMARCPolicy: ["bounce", "policy"],
  SMTPApiError: ["bounce", "our_fault"],
  SpamComplaint: ["complaint"],
  Transient: ["progress"],
}

const RECORDS: Readonly<Record<string, Meaning>> = { Delivery: ["progress"], SpamComplaint: ["complaint"] }

function meaningIn(event: Record<string, unknown>): Meaning | null {
  const record = textIn(event, "RecordType")
  return meaningOf(RECORDS, record) ?? (record === "Bounce" ? meaningOf(KINDS, textIn(event, "Type")) : null)
}

export const postmark: MailService<string> = {
  isGenuine: (secret, { headers }) => isSame(credentialIn(headers.authorization) ?? "", `postmark:${secret}`),
  eventsOf: (body) =>
    newsIn("postmark", objectsIn(body), meaningIn, (event) => ({
      eventId: typeof event.ID === "number" ? String(event.ID) : null,
      deliveryId: textIn(partOf(event, "Metadata"), POSTMARK_METADATA),
      recipient: textIn(event, "Email") ?? textIn(event, "Recipient"),
      diagnostic: textIn(event, "Details"),
    })),
  headerOf: (deliveryId) => [`X-PM-Metadata-${POSTMARK_METADATA}`, deliveryId],
}
