/**
 * The two addresses of a message, as they go into MAIL and RCPT. What no server could accept, or this one says that it does not, is
 * refused here with the reply that a server would give.
 */
import { parseAddress } from "../address/address"
import { encodedSize } from "../content/mime/file-part"
import type { Offers } from "./offers"
import { parseReply } from "./reply"
import type { MessageFile, OutgoingMessage, SmtpReply } from "./transport"

export interface Envelope {
  from: string
  to: string
  /** Bytes before dots are doubled, for SIZE (RFC 1870). */
  size: number
}

/** What is said of a message before it, without the ends of lines. */
export interface Announcement {
  mail: string
  rcpt: string
}

const ASCII = /^[\x20-\x7e]*$/

/**
 * Checks and finishes the envelope. A domain in other letters becomes its ASCII form (RFC 5890), because
 * SMTP without SMTPUTF8 knows no other.
 *
 * @param smtpUtf8 - Whether the server offers SMTPUTF8: without it a local part in other letters cannot be
 *   written at all (RFC 6531 3.2).
 * @returns The envelope, or our own refusal: 553 with 5.6.7 (RFC 6531), 5.1.3 or 5.1.7 (RFC 3463).
 */
export function prepareEnvelope(
  { from, to, bytes, files = [] }: OutgoingMessage,
  smtpUtf8: boolean
): Envelope | SmtpReply {
  const sender = prepareAddress(from)
  if (sender === null) {
    return parseReply("553 5.1.7 Not sent: the sender's address is not one e-mail address", "mail")
  }
  const recipient = prepareAddress(to)
  if (recipient === null) {
    return parseReply("553 5.1.3 Not sent: the recipient is not one e-mail address", "rcpt")
  }
  if (!smtpUtf8 && !ASCII.test(recipient)) {
    return parseReply("553 5.6.7 Not sent: this address needs SMTPUTF8, which the server lacks", "rcpt")
  }
  if (!smtpUtf8 && !ASCII.test(sender)) {
    return parseReply("553 5.6.7 Not sent: the sender needs SMTPUTF8, which the server lacks", "mail")
  }
  return { from: sender, to: recipient, size: sizeOf(bytes, files) }
}

/** @returns What to say to this server, or our own refusal: 552 with 5.3.4, for it takes none as large. */
export function announce({ from, to, size }: Envelope, offers: Offers): Announcement | SmtpReply {
  if (offers.largest && size > offers.largest) {
    return parseReply(
      `552 5.3.4 Not sent: it has ${size} bytes, and the server takes ${offers.largest}`,
      "mail"
    )
  }
  const utf8 = ASCII.test(from + to) ? "" : " SMTPUTF8"
  const announced = offers.size ? ` SIZE=${size}` : ""
  return { mail: `MAIL FROM:<${from}>${utf8}${announced}`, rcpt: `RCPT TO:<${to}>` }
}

function sizeOf(bytes: Buffer, files: readonly MessageFile[]): number {
  return files.reduce((sum, { size }) => sum + encodedSize(size), bytes.length)
}

/** `null` if it is no single address. */
function prepareAddress(address: string): string | null {
  const parsed = parseAddress(address)
  return parsed.ok ? parsed.address : null
}
