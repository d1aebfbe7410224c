/** liquidjs and nodemailer as their documentation shows them for bulk mail: what every peer sends with. */
import { Liquid } from "liquidjs"
import nodemailer from "nodemailer"

import type { Variables } from "../../src/modules/mail/words"
import { FROM, HTML, SUBJECT, TEXT } from "../mail"

export interface Mailer {
  send(n: number, variables: Variables): Promise<unknown>
  close(): void
}

/** Parsed once, as everyone who sends many would; the pool's default pause after 100 mails is off. */
export function createMailer(port: number, connections: number): Mailer {
  const escaping = new Liquid({ outputEscape: "escape" })
  const plain = new Liquid()
  const [html, text, subject] = [escaping.parse(HTML), plain.parse(TEXT), plain.parse(SUBJECT)]
  const pool = nodemailer.createTransport({
    pool: true,
    host: "127.0.0.1",
    port,
    maxConnections: connections,
    maxMessages: Infinity,
    ignoreTLS: true,
  })
  return {
    send: (n, variables) =>
      pool.sendMail({
        from: FROM,
        to: `member-${n}@example.jp`,
        subject: String(plain.renderSync(subject, variables)),
        html: String(escaping.renderSync(html, variables)),
        text: String(plain.renderSync(text, variables)),
        headers: { "X-Mail-Delivery-Id": `mdlv_${n}` },
      }),
    close: () => pool.close(),
  }
}
