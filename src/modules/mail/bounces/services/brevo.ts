/**
 * Brevo's transactional webhooks. It does not sign them: it sends the credentials that were entered for the webhook. What a
 * mail says in `X-Mailin-custom` it hands back.
 * https://developers.brevo.com/docs/transactional-webhooks
 */
import {
  credentialIn,
  isSame,
  type MailService,
  type Meaning,
  meaningOf,
  newsIn,
  objectsIn,
  textIn,
} from "./service"

const KINDS: Readonly<Record<string, Meaning>> = {
  hard_bounce: ["bounce", "unknown"],
  soft_bounce: ["bounce", "transient"],
  invalid_email: ["bounce", "address_invalid"],
  blocked: ["bounce", "unknown"],
  error: ["bounce", "our_fault"],
  spam: ["complaint"],
  delivered: ["progress"],
  deferred: ["progress"],
}

const HEADER = "X-Mailin-custom"

export const brevo: MailService<string> = {
  isGenuine: (secret, { headers }) => {
    const given = credentialIn(headers.authorization) ?? ""
    return isSame(given, secret) || isSame(given, `brevo:${secret}`)
  },
  eventsOf: (body) =>
    newsIn(
      "brevo",
      objectsIn(body),
      (event) => meaningOf(KINDS, textIn(event, "event")),
      (event) => ({
        deliveryId: textIn(event, HEADER),
        recipient: textIn(event, "email"),
        diagnostic: textIn(event, "reason"),
      })
    ),
  headerOf: (deliveryId) => [HEADER, deliveryId],
}
