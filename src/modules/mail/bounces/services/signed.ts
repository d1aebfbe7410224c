/**
 * Our own way, for mail servers and programs of the shop's: `X-Mail-Timestamp` has the seconds since 1970, and
 * `X-Mail-Signature` is `v1=` and the HMAC-SHA256 of `<timestamp>.<body>`, in hexadecimal digits.
 */
import { createHmac } from "node:crypto"

import {
  isFresh,
  isSame,
  listIn,
  type MailService,
  type Meaning,
  meaningOf,
  newsIn,
  objectsIn,
  textIn,
} from "./service"

const KINDS: Readonly<Record<string, Meaning>> = {
  bounce: ["bounce"],
  complaint: ["complaint"],
  delivered: ["progress"],
  delayed: ["progress"],
}

/** The signature of a body at a time. @param timestamp - Seconds since 1970. */
export function signatureOf(secret: string, timestamp: string, body: Buffer): string {
  return `v1=${createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest("hex")}`
}

export const signed: MailService<string> = {
  isGenuine(secret, { headers, body, now }) {
    const timestamp = headers["x-mail-timestamp"]
    return (
      isFresh(timestamp, now) &&
      isSame(headers["x-mail-signature"] ?? "", signatureOf(secret, timestamp ?? "", body))
    )
  },
  eventsOf: (body) =>
    newsIn(
      "signed",
      objectsIn(body).flatMap((json) => listIn(json, "events")),
      (event) => meaningOf(KINDS, textIn(event, "type")),
      (event) => ({
        eventId: textIn(event, "id"),
        token: textIn(event, "token"),
        deliveryId: textIn(event, "delivery_id"),
        messageId: textIn(event, "message_id"),
        recipient: textIn(event, "recipient"),
        status: textIn(event, "status"),
        diagnostic: textIn(event, "diagnostic"),
        remote: textIn(event, "remote"),
      })
    ),
}
