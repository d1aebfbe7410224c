/**
 * What a service is told of a mail is what any reader reads in it: our own reader of our own mail says the same as PostalMime
 * of each mail that it knows, and it knows them all but for a few strange files. `DIFFERENTIAL=10000` compares more mails.
 */
import { generateKeyPairSync, randomBytes } from "node:crypto"

import MailComposer from "nodemailer/lib/mail-composer"
import PostalMime, { type Mailbox as ReadMailbox } from "postal-mime"

import { createRandom } from "../../content/__tests__/support/random"
import { createSamples, type Sample } from "../../content/__tests__/support/samples"
import { createComposer } from "../../content/compose"
import { createDkimSigner } from "../../content/mime/dkim"
import { type AttachedFile, FILE_SLICE } from "../../content/mime/file-part"
import { wholeMessage } from "../../smtp/message-pieces"
import { readOwnMail } from "../own-mail"
import { type MailParts, partsOf } from "../parts"

const COUNT = Number(process.env.DIFFERENTIAL ?? 400)
const random = createRandom(2045)
const sample = createSamples(2045)

const FILE_NAMES = [
  "invoice.pdf",
  "請求書.pdf",
  "請求書（株式会社サンプル商事　営業部）2026年11月分の明細と合計、控え、写し.pdf",
  'a "quoted" one.pdf',
  "back\\slash.txt",
  "semi; name=other.pdf",
  "a (1).pdf",
  "100%.pdf",
  "'single'.csv",
  "🎉",
  `${"long ".repeat(30)}.pdf`,
  "=3D.bin",
]
const TYPES = [
  "application/pdf",
  "image/png",
  "text/csv",
  "text/plain",
  "TEXT/HTML",
  "application/vnd.ms-excel",
]
/** Files that stay with the other reader. */
const STRANGE: Partial<AttachedFile>[] = [
  { filename: "=?UTF-8?B?eA==?=.pdf" },
  { filename: "\ufeffmark.pdf" },
  { content_type: "text/calendar" },
  { content_type: "message/rfc822" },
  { content_type: "text/html", cid: "page@shop" },
]

interface File extends AttachedFile {
  bytes: Buffer
}

function file(n: number): File {
  const bytes = randomBytes(random.pick([0, 1, 57, 300, 4_000, random.chance(0.1) ? FILE_SLICE + 1 : 2]))
  const type = random.pick(TYPES)
  const cid = type === "image/png" && random.chance(0.7) ? `picture-${n}@shop` : null
  const common = { digest: `${n}`, size: bytes.length, bytes, filename: random.pick(FILE_NAMES) }
  return { ...common, content_type: type, cid }
}

const files = () => Array.from({ length: random.pick([0, 0, 0, 1, 2, 4]) }, (_, n) => file(n))

const { privateKey } = generateKeyPairSync("ed25519")
const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString()
const { sign } = createDkimSigner([{ domain: "shop.test", selector: "mail", privateKey: pem }])

const OF_ALL = {
  Precedence: "bulk",
  "X-Long": "words that are folded ".repeat(12).trim(),
  "X-Word": "w".repeat(1_200),
  "X-Japanese": "株式会社サンプル商事".repeat(6),
}

/** As it leaves, its files in it. */
async function composed({ from, replyTo, ...mail }: Sample, attached: readonly File[]): Promise<Buffer> {
  const listId = random.chance(0.5) ? "members.shop.example" : null
  const compose = createComposer({ from, replyTo, listId, headers: random.chance(0.5) ? OF_ALL : {} })
  const { bytes, places } = compose({
    ...mail,
    // Without one of the two, now and then.
    text: mail.html && random.chance(0.2) ? "" : mail.text,
    headers: [...mail.headers, ["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"]],
    files: attached,
  })
  const read = (place: AttachedFile) => (start: number, length: number) =>
    Promise.resolve(
      attached.find(({ digest }) => digest === place.digest)!.bytes.subarray(start, start + length)
    )
  const pieces = places.map((place) => ({ at: place.at, size: place.file.size, read: read(place.file) }))
  const whole = await wholeMessage({ bytes, files: pieces })
  return random.chance(0.3) ? sign(whole.bytes) : whole.bytes
}

const OF_THE_SERVICE =
  /^(?:from|to|subject|reply-to|date|message-id|mime-version|content-.*|dkim-signature|return-path|sender)$/

async function readByOthers(bytes: Buffer): Promise<MailParts> {
  const mail = await PostalMime.parse(bytes, { attachmentEncoding: "base64" })
  const { name = "", address = "" } = (mail.from ?? {}) as Partial<ReadMailbox>
  return {
    from: { name, address },
    replyTo: mail.replyTo?.[0]?.address ?? null,
    subject: mail.subject ?? "",
    text: mail.text ?? null,
    html: mail.html ?? null,
    headers: mail.headers
      .filter(({ key }) => !OF_THE_SERVICE.test(key))
      .map(({ originalKey, value }) => ({ name: originalKey, value })),
    attachments: mail.attachments.map(({ filename, mimeType, content, contentId }) => ({
      name: filename ?? "attachment",
      type: mimeType,
      content: content as string,
      contentId: contentId?.replace(/^<|>$/g, "") ?? null,
    })),
  }
}

it(`${COUNT} generated mails are read by our own reader, and as by another`, async () => {
  for (let index = 0; index < COUNT; index++) {
    const bytes = await composed(sample(index), files())
    expect({ index, isKnown: readOwnMail(bytes) !== null }).toEqual({ index, isKnown: true })
    expect({ index, ...(await partsOf(bytes)) }).toEqual({ index, ...(await readByOthers(bytes)) })
  }
}, 600_000)

it.each(STRANGE)("a file with %j is left to the other reader", async (strange) => {
  for (let index = 0; index < 20; index++) {
    const html = "<p>Hello</p>"
    const bytes = await composed({ ...sample(index), html }, [{ ...file(0), cid: null, ...strange }])
    expect(readOwnMail(bytes)).toBeNull()
    expect(await partsOf(bytes)).toEqual(await readByOthers(bytes))
  }
})

const SHARDS = [
  "\r\n",
  "\r",
  "\n",
  "=",
  "=\r\n",
  "=e3",
  "--",
  "\t",
  " ",
  "\0",
  "é",
  ";",
  '"',
  "=?UTF-8?Q?a?=",
  "\r\n\r\n",
  "\r\nContent-Type: text/plain; charset=iso-8859-1",
  "\r\nContent-Transfer-Encoding: base64",
  "\r\nContent-Disposition: attachment",
  "\r\nSubject: another",
  "\r\nFrom: other@shop.example",
  "\r\nReply-To: a@shop.example, b@shop.example",
]

/** Something left out, put in, or said twice. */
function mutilated(mail: string): string {
  const at = random.integer(0, Math.min(mail.length, random.pick([400, 1_500, mail.length])))
  const end = Math.min(mail.length, at + random.pick([1, 2, 10, 80, 400]))
  const [before, piece, after] = [mail.slice(0, at), mail.slice(at, end), mail.slice(end)]
  const line = /boundary="([^"]*)"/.exec(mail)?.[1]
  return random.pick([
    before + after,
    before + piece + piece + after,
    before + random.pick(SHARDS) + piece + after,
    before + random.pick(SHARDS) + after,
    `${before}\r\n--${line ?? "="}${random.pick(["", "--", " "])}\r\n${piece}${after}`,
  ])
}

it("of a mail that is not whole it says nothing, or what another says", async () => {
  let known = 0
  for (let index = 0; index < COUNT; index++) {
    const mail = (await composed(sample(index), files().slice(0, 1))).toString("latin1")
    for (let n = 0; n < 4; n++) {
      const bytes = Buffer.from(mutilated(n === 3 ? mutilated(mail) : mail), "latin1")
      const theirs = await readByOthers(bytes).catch(() => null)
      if (readOwnMail(bytes)) {
        known += 1
        const mutant = bytes.toString("latin1")
        expect({ mutant, ...(await partsOf(bytes)) }).toEqual({ mutant, ...theirs })
      }
    }
  }
  expect(known).toBeGreaterThan(COUNT / 10)
}, 600_000)

it("a mail that others wrote is read too", async () => {
  const bytes = await new MailComposer({
    from: { name: "七", address: "shop@shop.example" },
    to: "taro@example.jp",
    subject: "ご注文",
    text: "Hello 花子",
    html: "<p>Hello</p>",
    attachments: [{ filename: "請求書.pdf", content: "%PDF" }],
  })
    .compile()
    .build()
  expect(readOwnMail(bytes)).toBeNull()
  expect(await partsOf(bytes)).toMatchObject({
    from: { name: "七", address: "shop@shop.example" },
    subject: "ご注文",
    attachments: [{ name: "請求書.pdf", content: Buffer.from("%PDF").toString("base64") }],
  })
})
