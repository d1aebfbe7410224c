/**
 * Our composer against nodemailer's own: both messages are read by a third party, and must say the same.
 * `DIFFERENTIAL=10000` compares more mails than the usual thousand.
 */
import MailComposer from "nodemailer/lib/mail-composer"
import PostalMime, { decodeWords, type Email } from "postal-mime"

import type { Mailbox } from "../../words"
import { createComposer } from "../compose"
import { createSamples, type Sample } from "./support/samples"

const COUNT = Number(process.env.DIFFERENTIAL ?? 1000)
const sample = createSamples(5322)

function ours({ from, replyTo, ...mail }: Sample): Buffer {
  return createComposer({ from, replyTo })(mail).bytes
}

/** nodemailer puts a lone CR on the wire, which RFC 5322 forbids; to us it is the end of a line. */
function lineEnds(text: string): string {
  return text.replace(/\r(?!\n)/g, "\n")
}

function nodemailers(mail: Sample): Promise<Buffer> {
  const party = ({ name, address }: Mailbox) => ({ name: name ?? "", address })
  return new MailComposer({
    from: party(mail.from),
    to: party(mail.to),
    replyTo: mail.replyTo ? party(mail.replyTo) : undefined,
    subject: mail.subject,
    text: lineEnds(mail.text),
    html: mail.html === null ? undefined : lineEnds(mail.html),
    messageId: mail.messageId,
    date: mail.date,
    headers: mail.headers.map(([key, value]) => ({ key, value })),
    newline: "windows",
  })
    .compile()
    .build()
}

/** What a reader gets. Line ends and those at the end of a part mean nothing; a name's outer spaces neither. */
function meaning(email: Email) {
  const text = (value: string | undefined) => value?.replace(/\r\n|\r/g, "\n").replace(/\n+$/, "") ?? ""
  // nodemailer writes domains in small letters; we keep the spelling, and to mail it is the same.
  const party = ({ name, address }: Mailbox) => ({
    name,
    address: address.replace(/@.*/, (d) => d.toLowerCase()),
  })
  const parties = (list: typeof email.to) => (list as Mailbox[] | undefined)?.map(party)
  const header = (key: string) => email.headers.find((candidate) => candidate.key === key)?.value
  return {
    from: parties(email.from && [email.from]),
    to: parties(email.to),
    replyTo: parties(email.replyTo),
    // We put a space in place of control characters, tabs among them.
    subject: (email.subject ?? "").replace(/\t+/g, " "),
    messageId: email.messageId,
    date: email.date,
    deliveryId: header("x-mail-delivery-id"),
    unsubscribe: header("list-unsubscribe"),
    note: decodeWords(header("x-note") ?? ""),
    text: text(email.text),
    html: text(email.html),
    attachments: email.attachments.length,
  }
}

/** The parts, told by their types. */
function structure(raw: Buffer): string[] {
  return raw.toString("latin1").match(/(?<=^Content-Type: )[a-z]+\/[a-z]+/gim) ?? []
}

it(`${COUNT} generated mails say the same as nodemailer's`, async () => {
  for (let index = 0; index < COUNT; index++) {
    const mail = sample(index)
    const our = ours(mail)
    const their = await nodemailers(mail)
    const ourMeaning = meaning(await PostalMime.parse(our))
    const theirMeaning = meaning(await PostalMime.parse(their))
    expect({ index, ...ourMeaning }).toEqual({ index, ...theirMeaning })
    if (mail.text && mail.html) {
      expect(structure(our)).toEqual(structure(their))
    }
  }
}, 600_000)
