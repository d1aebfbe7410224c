/** From the bytes of a message that came back to what it says. Never rejects, and never takes long: see mime.ts. */
import { isAutoReply } from "./auto-reply"
import { type Feedback, FEEDBACK_TYPE, feedbackIn, junkReportIn } from "./feedback-report"
import { fieldOf, fieldsIn, type Parts, partsOf } from "./mime"
import { anyReport, plainReport } from "./plain-report"
import type { ReturnedMail, ReturnedRecipient } from "./returned-mail"
import { recipientsInReport, STATUS_TYPES } from "./status-report"

/** What came back: whole, its head alone, or in the letters of all languages (RFC 6533). */
const RETURNED_TYPES: ReadonlySet<string> = new Set([
  "message/rfc822",
  "message/global",
  "text/rfc822-headers",
  "message/rfc822-headers",
  "message/global-headers",
])

/** Where servers write down to whom the envelope said that it goes. */
const CAME_TO = [
  "to",
  "delivered-to",
  "x-original-to",
  "envelope-to",
  "x-envelope-to",
  "x-delivered-to",
  "x-forwarded-to",
  "x-rcpt-to",
]
const MOST_ADDRESSES = 20

/** In the address of a program that moves mail; a person's own program writes from the person's. */
const MAIL_SERVERS =
  /(?:^|[<\s"])(?:mailer[-_]?daemon|postmaster|mail[-_]?master|mdaemon|bounces?|mail-daemon|mailadmin|auto-?mailer)\b[^@\s]*@|mail delivery (?:sub)?system|^\s*<>\s*$/i

const LONGEST_RETURNED = 64 * 1024

/** @param bytes - As it came, of whatever size. */
export async function parseReturned(bytes: Buffer): Promise<ReturnedMail> {
  const parts = await partsOf(bytes)
  const returned = returnedIn(parts)
  const feedback = feedbackOf(parts, returned)
  const said = feedback ? saidBy(feedback) : reportOf(parts)
  const about = aboutWhich(returned || parts.text)
  return {
    ...said,
    ...about,
    addresses: addressesIn(parts, [feedback?.mailFrom ?? null, about.returnPath]),
    reportId: fieldOf(parts.headers, "message-id"),
    head: parts.head,
  }
}

type Said = Pick<ReturnedMail, "kind" | "recipients">

const NOTHING: Said = { kind: "other", recipients: [] }

function saidBy({ isComplaint, recipients }: Feedback): Said {
  return isComplaint ? { kind: "complaint", recipients } : NOTHING
}

function feedbackOf({ headers, parts }: Parts, returned: string): Feedback | null {
  const report = parts.find(({ type }) => type === FEEDBACK_TYPE)
  return report ? feedbackIn(report.text) : junkReportIn(fieldOf(headers, "from") ?? "", returned)
}

/** What a standard says goes before what a text says, and both before the signs of an answer: reports carry those too. */
function reportOf(parts: Parts): Said {
  const status = parts.parts.filter(({ type }) => STATUS_TYPES.has(type))
  const recipients = status.flatMap(({ text }) => recipientsInReport(text))
  const found = recipients.length ? withWords(recipients, parts) : textReportOf(parts)
  if (found?.length) {
    return { kind: "report", recipients: found }
  }
  return isAutoReply(parts) ? { kind: "auto_reply", recipients: [] } : NOTHING
}

/** A report that gives no words for machines has them in its text. */
function withWords(recipients: ReturnedRecipient[], { text }: Parts): ReturnedRecipient[] {
  const words = recipients.every(({ diagnostic }) => !diagnostic) ? plainReport(text) : null
  return recipients.map((one) => ({
    ...one,
    diagnostic:
      one.diagnostic ?? words?.find(({ recipient }) => recipient === one.recipient)?.diagnostic ?? null,
  }))
}

function textReportOf({ headers, subject, text }: Parts): ReturnedRecipient[] | null {
  const from = fieldOf(headers, "from") ?? fieldOf(headers, "return-path") ?? ""
  const named = fieldOf(headers, "x-failed-recipients")
  const isFromServer = named !== null || MAIL_SERVERS.test(from)
  return plainReport(text) ?? (isFromServer ? anyReport(subject, text, named) : null)
}

/** The head of the mail that came back, in a part of its own. */
function returnedIn({ parts }: Parts): string {
  const part = parts.find(({ type }) => RETURNED_TYPES.has(type))
  return part?.text.slice(0, LONGEST_RETURNED) ?? ""
}

/** In a part, or quoted in the text, perhaps indented. The first of each counts. */
function aboutWhich(text: string): Pick<ReturnedMail, "deliveryId" | "messageId" | "token"> & {
  returnPath: string | null
} {
  const first = (pattern: RegExp) => pattern.exec(text)?.[1] ?? null
  return {
    deliveryId: first(/^[ \t>]*X-Mail-Delivery-Id:\s*(mdlv_\w{1,80})/im),
    messageId: first(/^[ \t>]*Message-ID:\s*(<[^<>\s]{1,200}>)/im),
    token: first(/^[ \t>]*X-Mail-Delivery-Token:\s*([a-z0-9]{10,100})/im),
    returnPath: first(/^[ \t>]*Return-Path:\s*<?([^<>\s]{3,200})>?/im),
  }
}

function addressesIn({ headers, head }: Parts, others: (string | null)[]): string[] {
  const received = fieldsIn(head).filter(({ name }) => name === "received")
  const named = headers.filter(({ name }) => CAME_TO.includes(name))
  const found = [...named, ...received].flatMap(
    ({ value }) => value.match(/[^\s<>()[\]";,:]{1,128}@[A-Za-z\d.-]{1,255}/g) ?? []
  )
  const all = [...found, ...others.filter((one) => one !== null)]
  return [...new Set(all)].slice(0, MOST_ADDRESSES)
}
