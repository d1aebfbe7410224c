/** Mails of all kinds, the same in every run: languages, names and line ends that are known to go wrong. */
import type { Mailbox } from "../../../words"
import type { OutgoingMail } from "../../compose"
import { createRandom, type Random } from "./random"

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

export interface Sample extends OutgoingMail {
  from: Mailbox
  replyTo: Mailbox | null
  text: string
  html: string | null
}

/** The next mail, each time that it is called. */
export function createSamples(seed: number): (index: number) => Sample {
  const random = createRandom(seed)
  return (index) => sample(random, index)
}

function sample(random: Random, index: number): Sample {
  const words = (most: number, gaps: string[]) => wordsOf(random, most, gaps)
  // Encoding never changes pure ASCII, so such texts are tried as often as others.
  const maybeAscii = (text: string) => (random.chance(0.4) ? text.replace(/[^\t\r\n -~]/g, "") : text)
  const bodyText = () => {
    const text = words(random.pick([3, 30, 300]), GAPS)
    return random.chance(0.1) ? text + "long ".repeat(1) + "z".repeat(random.integer(990, 2200)) : text
  }
  return {
    from: mailbox(random),
    replyTo: random.chance(0.5) ? mailbox(random) : null,
    to: mailbox(random),
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

function wordsOf(random: Random, most: number, gaps: string[]): string {
  let text = ""
  for (let count = random.integer(0, most); count > 0; count--) {
    text += random.pick(WORDS) + random.pick(gaps)
  }
  return text
}

function mailbox(random: Random): Mailbox {
  return { name: random.pick(NAMES), address: `${random.pick(LOCALS)}@${random.pick(DOMAINS)}` }
}
