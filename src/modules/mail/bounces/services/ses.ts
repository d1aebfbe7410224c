/**
 * Amazon SES, through SNS: a notification in a notification. SNS signs with a key whose certificate it names; it is
 * fetched from SNS itself and nowhere else, and only topics that the shop has entered are listened to.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 * https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html
 */
import { createVerify, X509Certificate } from "node:crypto"

import { MedusaError } from "../../refusals/medusa-error"
import type { ReturnEvent } from "../event"
import {
  listIn,
  type MailService,
  type Meaning,
  meaningOf,
  news,
  objectIn,
  objectsIn,
  partOf,
  textIn,
} from "./service"

export interface SesSettings {
  /** ARNs. */
  topics: readonly string[]
}

/** Fetches a URL of SNS's. Apart, so that a story can put its own certificate there. */
export type FetchText = (url: string) => Promise<string>

const NOTIFICATION = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
const CONFIRMATION = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]

/** So long SNS tries again: an older one is a replay from elsewhere. Milliseconds. */
const OLDEST = 24 * 3_600_000

const SNS_HOST = /^sns\.[a-z0-9-]{3,30}\.amazonaws\.com(?:\.cn)?$/
const PATIENCE = 5_000
const LONGEST_ANSWER = 20_000
const MOST_CERTIFICATES = 20

/** Of SNS itself, over TLS, without anything that would lead elsewhere. */
export function isOfSns(text: string | null, path: RegExp): boolean {
  if (!text || !URL.canParse(text)) {
    return false
  }
  const { protocol, hostname, port, username, password, pathname } = new URL(text)
  return (
    protocol === "https:" && SNS_HOST.test(hostname) && !port && !username && !password && path.test(pathname)
  )
}

async function fetchText(url: string): Promise<string> {
  const answer = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(PATIENCE) })
  const text = await answer.text()
  if (!answer.ok || text.length > LONGEST_ANSWER) {
    throw new MedusaError(MedusaError.Types.UNEXPECTED_STATE, `SNS answered ${answer.status}`)
  }
  return text
}

/** "Name\nvalue\n" of each field that is there, by their names. */
function signedText(message: Record<string, unknown>): string {
  const names = message.Type === "Notification" ? NOTIFICATION : CONFIRMATION
  return names
    .flatMap((name) => (typeof message[name] === "string" ? [`${name}\n${message[name]}\n`] : []))
    .join("")
}

const KINDS: Readonly<Record<string, Meaning>> = {
  Bounce: ["bounce"],
  Complaint: ["complaint"],
  Delivery: ["progress"],
  DeliveryDelay: ["progress"],
}

const WHY: Readonly<Record<string, Meaning>> = {
  "Permanent/General": ["bounce", "unknown"],
  "Permanent/NoEmail": ["bounce", "address_invalid"],
  "Permanent/OnAccountSuppressionList": ["bounce", "unknown"],
  "Permanent/Suppressed": ["bounce", "address_invalid"],
  "Transient/MailboxFull": ["bounce", "mailbox_full"],
  "Transient/ContentRejected": ["bounce", "policy"],
  "Transient/AttachmentRejected": ["bounce", "policy"],
  "Transient/MessageTooLarge": ["bounce", "our_fault"],
}

function whyOf(bounce: Record<string, unknown>): Meaning {
  const type = `${textIn(bounce, "bounceType")}/${textIn(bounce, "bounceSubType")}`
  return meaningOf(WHY, type) ?? ["bounce"]
}

/** Where SES was told to leave the head of the mail in its news. */
function headerIn(mail: Record<string, unknown>, name: string): string | null {
  const header = listIn(mail, "headers").find((one) => textIn(one, "name")?.toLowerCase() === name)
  return header ? textIn(header, "value") : null
}

function eventIn(message: Record<string, unknown>): ReturnEvent[] {
  const word = textIn(message, "notificationType") ?? textIn(message, "eventType")
  const kind = meaningOf(KINDS, word)
  if (!kind) {
    return []
  }
  const mail = partOf(message, "mail")
  const part = partOf(message, { Bounce: "bounce", Complaint: "complaint" }[word!] ?? "delivery")
  const [recipient = {}] = [...listIn(part, "bouncedRecipients"), ...listIn(part, "complainedRecipients")]
  const source = textIn(mail, "source")
  return [
    news("ses", kind[0] === "bounce" ? whyOf(part) : kind, {
      eventId: textIn(part, "feedbackId"),
      returnPaths: source ? [source] : [],
      token: headerIn(mail, "x-mail-delivery-token"),
      deliveryId: headerIn(mail, "x-mail-delivery-id"),
      messageId: null,
      recipient: textIn(recipient, "emailAddress"),
      status: textIn(recipient, "status"),
      diagnostic: textIn(recipient, "diagnosticCode")?.replace(/^smtp;\s*/i, "") ?? null,
      remote: textIn(part, "reportingMTA")?.replace(/^dns;\s*/i, "") ?? null,
    }),
  ]
}

export function createSes(fetched: FetchText = fetchText): MailService<SesSettings> {
  const certificates = new Map<string, string>()

  async function certificateAt(url: string): Promise<string> {
    const known = certificates.get(url)
    if (known) {
      return known
    }
    const pem = await fetched(url)
    if (certificates.size >= MOST_CERTIFICATES) {
      certificates.clear()
    }
    certificates.set(url, pem)
    return pem
  }

  return {
    async isGenuine({ topics }, { body, now }) {
      try {
        const message = objectIn(body)
        const url = textIn(message, "SigningCertURL")
        const age = Math.abs(now - Date.parse(textIn(message, "Timestamp") ?? ""))
        const isOurs = topics.includes(textIn(message, "TopicArn") ?? "")
        if (!isOurs || !(age <= OLDEST) || !isOfSns(url, /^\/SimpleNotificationService-[\w-]+\.pem$/)) {
          return false
        }
        const { publicKey } = new X509Certificate(await certificateAt(url!))
        const verify = createVerify(message.SignatureVersion === "2" ? "RSA-SHA256" : "RSA-SHA1")
        return verify
          .update(signedText(message))
          .verify(publicKey, textIn(message, "Signature") ?? "", "base64")
      } catch {
        return false
      }
    },
    eventsOf: (body) =>
      [objectIn(body)]
        .filter(({ Type }) => Type === "Notification")
        .flatMap((message) => objectsIn(textIn(message, "Message") ?? "{}"))
        .flatMap(eventIn),
    /** The shop has entered the topic, SNS has signed it, and the address to confirm it is SNS's own. */
    async answer(_, body) {
      const message = objectIn(body)
      const url = textIn(message, "SubscribeURL")
      if (message.Type === "SubscriptionConfirmation" && isOfSns(url, /^\/$/)) {
        await fetched(url!)
      }
    },
  }
}
