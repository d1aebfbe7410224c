/** A finished mail taken apart again, for services that take fields and put the mail together themselves. */
import PostalMime from "postal-mime"

export interface MailParts {
  from: { name: string; address: string }
  replyTo: string | null
  subject: string
  text: string | null
  html: string | null
  /** Those that a service does not write itself. */
  headers: { name: string; value: string }[]
  attachments: PartAttachment[]
}

export interface PartAttachment {
  name: string
  type: string
  /** Base64. */
  content: string
  /** Of a picture in the text; null for a file beside it. */
  contentId: string | null
}

/** What the fields say already, what belongs to the form of the mail, and signatures of a mail that is not sent. */
const WRITTEN_BY_SERVICE =
  /^(?:from|to|subject|reply-to|date|message-id|mime-version|content-.*|dkim-signature|return-path|sender)$/i

/** @param bytes - RFC 5322, of our own making. */
export async function partsOf(bytes: Buffer): Promise<MailParts> {
  const mail = await PostalMime.parse(bytes, { attachmentEncoding: "base64" })
  return {
    from: { name: mail.from?.name ?? "", address: mail.from?.address ?? "" },
    replyTo: mail.replyTo?.[0]?.address ?? null,
    subject: mail.subject ?? "",
    text: mail.text ?? null,
    html: mail.html ?? null,
    headers: mail.headers
      .filter(({ key }) => !WRITTEN_BY_SERVICE.test(key))
      .map(({ originalKey, value }) => ({ name: originalKey, value })),
    attachments: mail.attachments.map(({ filename, mimeType, content, contentId }) => ({
      name: filename ?? "attachment",
      type: mimeType,
      content: content as string,
      contentId: contentId?.replace(/^<|>$/g, "") ?? null,
    })),
  }
}

/** As a header has it, for services that take a sender as one text. Quoted, so that no name can be an address. */
export function mailboxOf({ name, address }: MailParts["from"]): string {
  return name ? `"${name.replace(/["\\]/g, "\\$&")}" <${address}>` : address
}
