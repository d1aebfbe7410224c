/** STAND-IN while the composer is being finished. */
import type { Mailbox, RenderedMail } from "../types"

export interface MailParts extends RenderedMail {
  to: Mailbox
  messageId: string
  date: Date
  headers: [string, string][]
}

export function createComposer({ from, replyTo }: { from: Mailbox; replyTo: Mailbox | null }) {
  const word = (text: string) =>
    /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString("base64")}?=`
  const box = ({ name, address }: Mailbox) => (name ? `"${word(name)}" <${address}>` : address)
  return (mail: MailParts): Buffer =>
    Buffer.from(
      [
        `From: ${box(from)}`,
        `To: ${box(mail.to)}`,
        ...(replyTo ? [`Reply-To: ${box(replyTo)}`] : []),
        `Subject: ${word(mail.subject)}`,
        `Message-ID: ${mail.messageId}`,
        `Date: ${mail.date.toUTCString().replace("GMT", "+0000")}`,
        ...mail.headers.map(([name, value]) => `${name}: ${value}`),
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "",
        mail.text.replace(/\r?\n/g, "\r\n"),
      ].join("\r\n")
    )
}
