/**
 * Our composer against nodemailer's own: both messages are read by a third party, and must say the same.
 * `DIFFERENTIAL=10000` compares more mails than the usual thousand.
 */
import MailComposer from "nodemailer/lib/mail-composer"
import PostalMime, { decodeWords, type Email } from "postal-mime"

import type { Mailbox } from "../../words"
import { createComposer, type OutgoingMail } from "../compose"
import { createRandom } from "./support/random"

const COUNT = Number(process.env.DIFFERENTIAL ?? 1000)
const random = createRandom(5322)

const WORDS = [
  "hello",
  "the",
  "naïve",
  "Grüße",
  "株式会社",
  "山田",
  "花子",
  "🎉",
  "👩‍👩‍👧",
  "𠮷野家",
  "é",
  "a".repeat(80),
  "=",
  "=3D",
  "=_",
  "--",
  "?=",
  ".",
  "..",
  "From",
  "<b>",
  "&amp;",
  "{}",
  "x@y.example",
  "\u00a0",
  "ﾃｽﾄ",
  "½",
  "\u200b",
]
const GAPS = [" ", " ", " ", "  ", "\n", "\n\n", "\r\n", "\t", " \n", "\t\n", "\n.", "\n.\n", "\r", ""]
const NAMES = [
  "Hanako Yamada",
  "山田 花子",
  "O'Hara, Pat",
  'The "Boss"',
  "back\\slash",
  "Élodie",
  "a (comment)",
  "x@y",
  "株式会社サンプル商事 営業部 第一営業課",
  "🎉 Party",
  "semi; colon: <x>",
  "dot.name",
  "J. Doe",
  "é".repeat(60),
  "",
]
const DOMAINS = ["example.com", "日本語.jp", "münchen.example", "Mail.Example.ORG", "xn--wgv71a119e.jp"]
const LOCALS = ["hanako", "first.last+tag", "o'hara", "UPPER", "x_y-z"]

function words(most: number, gaps: string[]): string {
  let text = ""
  for (let count = random.integer(0, most); count > 0; count--) {
    text += random.pick(WORDS) + random.pick(gaps)
  }
  return text
}

function bodyText(): string {
  const text = words(random.pick([3, 30, 300]), GAPS)
  return random.chance(0.1) ? text + "long ".repeat(1) + "z".repeat(random.integer(990, 2200)) : text
}

/** Encoding never changes pure ASCII, so such texts are tried as often as others. */
function maybeAscii(text: string): string {
  return random.chance(0.4) ? text.replace(/[^\t\r\n -~]/g, "") : text
}

function mailbox(): Mailbox {
  return { name: random.pick(NAMES), address: `${random.pick(LOCALS)}@${random.pick(DOMAINS)}` }
}

interface Sample extends OutgoingMail {
  from: Mailbox
  replyTo: Mailbox | null
}

function sample(index: number): Sample {
  return {
    from: mailbox(),
    replyTo: random.chance(0.5) ? mailbox() : null,
    to: mailbox(),
    subject: maybeAscii(words(20, [" ", " ", "  ", "-", "、", "\t"])).trim(),
    text: maybeAscii(bodyText()),
    html: random.chance(0.7) ? maybeAscii(`<p>${bodyText()}</p>`) : null,
    messageId: `<mdlv_${index}@example.com>`,
    date: new Date(1.7e12 + random.integer(0, 1e8) * 1000),
    headers: [
      ["X-Mail-Delivery-Id", `mdlv_${index}`],
      ["List-Unsubscribe", `<https://example.com/${"u".repeat(random.integer(1, 200))}>`],
      ["X-Note", maybeAscii(words(12, [" "])).trim() || "-"],
    ],
  }
}

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
