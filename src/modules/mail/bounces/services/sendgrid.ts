/**
 * SendGrid's event webhook, signed by ECDSA over timestamp and body; `smtp-id` is the Message-ID: ours over SMTP, its own over its API,
 * where it tells what it was given beside the mail.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
 */
import { createPublicKey, createVerify, type KeyObject } from "node:crypto"

import { DELIVERY_FIELD } from "../../mail-apis/delivery-field"
import { isFresh, type MailService, type Meaning, meaningOf, newsIn, objectsIn, textIn } from "./service"

/** A PEM, or its middle alone, as SendGrid shows it. @returns null if it is no such key. */
export function sendgridKey(text: string): KeyObject | null {
  try {
    const key = keyIn(text)
    return key.asymmetricKeyType === "ec" ? key : null
  } catch {
    return null
  }
}

function keyIn(text: string): KeyObject {
  const pem = text.includes("-----BEGIN") ? text.replaceAll("\\n", "\n") : null
  return createPublicKey(
    pem ?? { key: Buffer.from(text.replace(/\s+/g, ""), "base64"), format: "der", type: "spki" }
  )
}

/** `type` of a bounce tells more: `blocked` was refused for what it is, not for whom it is to. */
const KINDS: Readonly<Record<string, Meaning>> = {
  bounce: ["bounce"],
  "bounce/blocked": ["bounce"],
  "dropped/Bounced Address": ["bounce", "unknown"],
  "dropped/Invalid": ["bounce", "address_invalid"],
  dropped: ["bounce", "unknown"],
  spamreport: ["complaint"],
  delivered: ["progress"],
  deferred: ["progress"],
}

function meaningIn(event: Record<string, unknown>): Meaning | null {
  const word = textIn(event, "event")
  const more = textIn(event, word === "bounce" ? "type" : "reason")
  return meaningOf(KINDS, `${word}/${more}`) ?? meaningOf(KINDS, word)
}

export const sendgrid: MailService<string> = {
  isGenuine(key, { headers, body, now }) {
    const timestamp = headers["x-twilio-email-event-webhook-timestamp"]
    const signature = headers["x-twilio-email-event-webhook-signature"] ?? ""
    const publicKey = sendgridKey(key)
    return (
      publicKey !== null &&
      isFresh(timestamp, now) &&
      createVerify("sha256").update(timestamp!).update(body).verify(publicKey, signature, "base64")
    )
  },
  eventsOf: (body) =>
    newsIn("sendgrid", objectsIn(body), meaningIn, (event) => ({
      eventId: textIn(event, "sg_event_id"),
      deliveryId: textIn(event, DELIVERY_FIELD),
      messageId: textIn(event, "smtp-id"),
      recipient: textIn(event, "email"),
      status: textIn(event, "status"),
      diagnostic: textIn(event, "reason") ?? textIn(event, "response"),
    })),
}
