/**
 * Mailgun's webhooks. The signature stands in the body and is over a timestamp and a token alone, so a token counts once:
 * a person who has caught one request could put other news behind its signature.
 * https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
 */
import { createHash, createHmac } from "node:crypto"

import {
  isFresh,
  isSame,
  type MailService,
  type Meaning,
  meaningOf,
  newsIn,
  objectIn,
  partOf,
  textIn,
} from "./service"

/** By `event`, and of a failure by its severity. */
const KINDS: Readonly<Record<string, Meaning>> = {
  "failed/permanent": ["bounce", "unknown"],
  "failed/temporary": ["progress"],
  complained: ["complaint"],
  delivered: ["progress"],
}

function meaningIn(event: Record<string, unknown>): Meaning | null {
  const word = textIn(event, "event")
  return meaningOf(KINDS, `${word}/${textIn(event, "severity")}`) ?? meaningOf(KINDS, word)
}

/** Of one process. A token is as fresh as its timestamp, so more than some minutes' need not be known. */
const MOST_TOKENS = 100_000
const bodies = new Map<string, string>()

/** The same body may come again: Mailgun repeats what was not answered. */
function isFirstOrSame(token: string, body: Buffer): boolean {
  const digest = createHash("sha256").update(body).digest("base64")
  const known = bodies.get(token)
  if (known === undefined) {
    if (bodies.size >= MOST_TOKENS) {
      bodies.clear()
    }
    bodies.set(token, digest)
  }
  return known === undefined || known === digest
}

export const mailgun: MailService<string> = {
  isGenuine(key, { body, now }) {
    try {
      const json = objectIn(body)
      const { timestamp, token, signature } = partOf(json, "signature")
      const right = createHmac("sha256", key)
        .update(`${String(timestamp)}${String(token)}`)
        .digest("hex")
      return (
        isFresh(String(timestamp), now) &&
        isSame(String(signature), right) &&
        isFirstOrSame(String(token), body)
      )
    } catch {
      return false
    }
  },
  eventsOf: (body) =>
    newsIn("mailgun", [partOf(objectIn(body), "event-data")], meaningIn, (event) => {
      const status = partOf(event, "delivery-status")
      const code = typeof status.code === "number" ? `${status.code} ` : ""
      const words = textIn(status, "message") ?? textIn(status, "description")
      const sender = textIn(partOf(event, "envelope"), "sender")
      return {
        eventId: textIn(event, "id"),
        returnPaths: sender ? [sender] : [],
        messageId: textIn(partOf(partOf(event, "message"), "headers"), "message-id"),
        recipient: textIn(event, "recipient"),
        status: textIn(status, "enhanced-code"),
        diagnostic: words && (/^\d{3}[ -]/.test(words) ? words : `${code}${words}`),
        remote: textIn(status, "mx-host"),
      }
    }),
}
