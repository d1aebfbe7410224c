/**
 * Resend's webhooks, signed by Svix: over the message's id, a timestamp and the body; while its secret is changed there are
 * several signatures. Which mail it is about is said by the Message-ID, and where the mail's headers or tags come with it, by
 * those: Resend may put a Message-ID of its own into the mail.
 * https://resend.com/docs/webhooks/introduction
 * https://docs.svix.com/receiving/verifying-payloads/how-manual
 */
import { createHmac } from "node:crypto"

import { DELIVERY_FIELD } from "../../mail-apis/delivery-field"
import {
  isFresh,
  isSame,
  listIn,
  type MailService,
  type Meaning,
  meaningOf,
  newsIn,
  objectsIn,
  partOf,
  textIn,
} from "./service"

const PREFIX = "whsec_"
const FEWEST_BYTES = 16
/** An old one and a new one, and some more. */
const MOST_SIGNATURES = 10

/** The key in a signing secret; null if it is none. */
export function resendKey(secret: string): Buffer | null {
  const text = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : ""
  const key = /^[A-Za-z\d+/]+={0,2}$/.test(text) ? Buffer.from(text, "base64") : Buffer.alloc(0)
  return key.length >= FEWEST_BYTES ? key : null
}

const KINDS: Readonly<Record<string, Meaning>> = {
  "email.bounced": ["bounce"],
  "email.complained": ["complaint"],
  "email.delivered": ["progress"],
  "email.delivery_delayed": ["progress"],
}

/** By type and subtype of a bounce, which are Amazon's words. */
const WHY: Readonly<Record<string, Meaning>> = {
  "Permanent/General": ["bounce", "unknown"],
  "Permanent/NoEmail": ["bounce", "address_invalid"],
  "Permanent/Suppressed": ["bounce", "address_invalid"],
  "Permanent/OnAccountSuppressionList": ["bounce", "unknown"],
  "Transient/General": ["bounce", "transient"],
  "Transient/MailboxFull": ["bounce", "mailbox_full"],
  "Transient/MessageTooLarge": ["bounce", "our_fault"],
  "Transient/ContentRejected": ["bounce", "policy"],
  "Transient/AttachmentRejected": ["bounce", "policy"],
}

function meaningIn(event: Record<string, unknown>): Meaning | null {
  const meaning = meaningOf(KINDS, textIn(event, "type"))
  const { type, subType } = partOf(partOf(event, "data"), "bounce")
  const why = meaning?.[0] === "bounce" ? meaningOf(WHY, `${String(type)}/${String(subType)}`) : null
  return why ?? meaning
}

/** What the mail itself said, where its headers come with the news. */
function headerIn(data: Record<string, unknown>, name: string): string | null {
  const header = listIn(data, "headers").find((one) => textIn(one, "name")?.toLowerCase() === name)
  return header ? textIn(header, "value") : null
}

/** A list of them, or an object by their names: both are documented. */
function tagIn(data: Record<string, unknown>, name: string): string | null {
  const tag = listIn(data, "tags").find((one) => textIn(one, "name") === name)
  return tag ? textIn(tag, "value") : textIn(partOf(data, "tags"), name)
}

function firstIn(value: unknown): string | null {
  const [first] = Array.isArray(value) ? (value as unknown[]) : [value]
  return typeof first === "string" && first ? first : null
}

export const resend: MailService<string> = {
  isGenuine(secret, { headers, body, now }) {
    const key = resendKey(secret)
    const id = headers["svix-id"] ?? ""
    const timestamp = headers["svix-timestamp"]
    if (!key || !id || !isFresh(timestamp, now)) {
      return false
    }
    const right = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64")
    const given = (headers["svix-signature"] ?? "").split(" ").slice(0, MOST_SIGNATURES)
    return given.some((one) => isSame(one, `v1,${right}`))
  },
  eventsOf: (body) =>
    newsIn("resend", objectsIn(body), meaningIn, (event) => {
      const data = partOf(event, "data")
      const bounce = partOf(data, "bounce")
      return {
        eventId: textIn(data, "email_id"),
        token: headerIn(data, "x-mail-delivery-token"),
        deliveryId: headerIn(data, "x-mail-delivery-id") ?? tagIn(data, DELIVERY_FIELD),
        messageId: textIn(data, "message_id") ?? headerIn(data, "message-id"),
        recipient: firstIn(data.to),
        diagnostic: firstIn(bounce.diagnosticCode) ?? textIn(bounce, "message"),
      }
    }),
}
