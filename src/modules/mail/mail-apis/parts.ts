/** A finished mail taken apart again, for services that take fields and put the mail together themselves. */
import PostalMime, { addressParser, decodeWords } from "postal-mime"

import { type ReadAttachment, type ReadMail, readOwnMail } from "./own-mail"

export interface MailParts {
  from: { name: string; address: string }
  replyTo: string | null
  subject: string
  text: string | null
  html: string | null
  /** Those that a service does not write itself. */
  headers: ReadMail["headers"]
  attachments: ReadAttachment[]
}

/** What the fields say already, what belongs to the form of the mail, and signatures of a mail that is not sent. */
const WRITTEN_BY_SERVICE =
  /^(?:from|to|subject|reply-to|date|message-id|mime-version|content-.*|dkim-signature|return-path|sender)$/i

/** @param bytes - RFC 5322, of our own making. */
export async function partsOf(bytes: Buffer): Promise<MailParts> {
  return partsIn(readOwnMail(bytes) ?? (await readAnyMail(bytes)))
}

/** In a form that `own-mail.ts` does not know: slowly, and whatever it is. */
export async function readAnyMail(bytes: Buffer): Promise<ReadMail> {
  const { headers, text, html, attachments } = await PostalMime.parse(bytes, { attachmentEncoding: "base64" })
  return {
    headers: headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    text: text ?? null,
    html: html ?? null,
    attachments: attachments.map(({ filename, mimeType, content, contentId }) => ({
      name: filename ?? "attachment",
      type: mimeType,
      content: content as string,
      contentId: contentId?.replace(/^<|>$/g, "") ?? null,
    })),
  }
}

export function partsIn({ headers, ...bodies }: ReadMail): MailParts {
  const value = (wanted: string) => headers.find(({ name }) => name.toLowerCase() === wanted)?.value ?? ""
  const [from] = addressParser(value("from"))
  const [replyTo] = addressParser(value("reply-to"))
  return {
    from: { name: from?.name ?? "", address: from?.address ?? "" },
    replyTo: replyTo?.address ?? null,
    subject: decodeWords(value("subject")),
    ...bodies,
    headers: headers.filter(({ name }) => !WRITTEN_BY_SERVICE.test(name)),
  }
}

/** As a header has it, for services that take a sender as one text. Quoted, so that no name can be an address. */
export function mailboxOf({ name, address }: MailParts["from"]): string {
  return name ? `"${name.replace(/["\\]/g, "\\$&")}" <${address}>` : address
}
