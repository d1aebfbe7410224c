/** Files that go with a mail: kept once, read while they leave, and shown where the mail is shown. */
import { generateKeyPairSync, randomBytes } from "node:crypto"

import { dkimVerify } from "mailauth/lib/dkim/verify"
import PostalMime from "postal-mime"

import { openAttachment } from "../../src/modules/mail/deliveries/attachments"
import { getDelivery } from "../../src/modules/mail/deliveries/ledger"
import { resendDelivery } from "../../src/modules/mail/deliveries/resend"
import { clearOldContent } from "../../src/modules/mail/deliveries/retention"
import { sendSingleMail, type SingleMailInput } from "../../src/modules/mail/deliveries/single"
import { saveSettings } from "../../src/modules/mail/facade/save-settings"
import type { ScratchDatabase } from "../support/database"
import { startEngine, until } from "../support/engine"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"
import { createStoreTables, MIGRATING } from "../support/store-tables"

jest.setTimeout(60_000)

const MEGABYTE = 1024 * 1024
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
const RECORD = publicKey.export({ type: "spki", format: "der" }).toString("base64")
const SIGNED = {
  dkim: {
    domain: "shop.test",
    selector: "s1",
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  },
}

let scratch: ScratchDatabase
let server: SmtpServer

beforeAll(async () => {
  scratch = await createStoreTables()
  server = await startSmtpServer()
  await saveSettings(scratch.db, { sender_address: "shop@shop.test" })
}, MIGRATING)
afterEach(async () => {
  server.reset()
  await scratch.db.query("TRUNCATE mpmd_delivery, mpmd_delivery_event, mpmd_content, mpmd_file")
})
afterAll(async () => {
  await server.stop()
  await scratch.drop()
})

type Files = NonNullable<SingleMailInput["attachments"]>

const fileOf = (filename: string, bytes: Buffer): Files[number] => ({
  filename,
  content: bytes.toString("base64"),
  content_type: "application/pdf",
})

const ask = (idempotency_key: string, attachments: Files, changes: Partial<SingleMailInput> = {}) =>
  sendSingleMail(
    scratch.db,
    { timezone: "UTC" },
    {
      to: "hanako@shop.test",
      content: { subject: "Invoice", body: "Here it is.", format: "text" },
      idempotency_key,
      attachments,
      ...changes,
    }
  )

const kept = async () => {
  const [row] = await scratch.db.query<{ files: number; mails: number }>(
    "SELECT (SELECT count(*) FROM mpmd_file)::int AS files, (SELECT count(*) FROM mpmd_delivery)::int AS mails"
  )
  return row
}

/** Sends all that is due. */
async function sending(mails: number, story: () => Promise<void> = async () => undefined): Promise<void> {
  const { engine } = startEngine(scratch.db, server.url, SIGNED)
  try {
    await server.waitFor(() => server.received.length === mails, 30_000)
    await until("it is on record", async () => {
      const open = await scratch.db.query("SELECT id FROM mpmd_delivery WHERE state <> 'sent'")
      return !open.length
    })
    await story()
  } finally {
    await engine.stop()
  }
}

const bytesOf = (content: unknown) => Buffer.from(content as ArrayBuffer)

it("arrives whole, under its name, with a signature that holds, and its pictures where the HTML shows them", async () => {
  // Longer than several slices, so that lines go on from one to the next.
  const [invoice, logo] = [randomBytes(1.2 * MEGABYTE), randomBytes(1_000)]
  const { id } = await ask(
    "invoice:1",
    [
      fileOf("請求書 2026年11月分（控え）.pdf", invoice),
      {
        filename: "logo.png",
        content: logo.toString("base64"),
        content_type: "image/png",
        disposition: "inline",
        id: "logo@shop",
      },
    ],
    { content: { subject: "Invoice", body: '<p><img src="cid:logo@shop" alt="Shop"></p>', format: "html" } }
  )
  await sending(1)

  const { bytes } = server.received[0]!
  const { results } = await dkimVerify(bytes, { resolver: async () => [[`v=DKIM1; k=rsa; p=${RECORD}`]] })
  expect(results.map(({ status }) => status.result)).toEqual(["pass"])

  const mail = await PostalMime.parse(bytes)
  expect(mail.html).toContain("cid:logo@shop")
  expect(
    mail.attachments.map(({ filename, contentId, disposition }) => [filename, contentId, disposition])
  ).toEqual(
    expect.arrayContaining([
      ["請求書 2026年11月分（控え）.pdf", undefined, "attachment"],
      ["logo.png", "<logo@shop>", "inline"],
    ])
  )
  const arrived = (name: RegExp) =>
    bytesOf(mail.attachments.find(({ filename }) => name.test(filename ?? ""))!.content)
  expect(arrived(/請求書/).equals(invoice)).toBe(true)
  expect(arrived(/logo/).equals(logo)).toBe(true)
  expect(
    bytes
      .toString("latin1")
      .split("\r\n")
      .every((line) => line.length <= 998)
  ).toBe(true)

  // The size that was announced before is the one that came.
  const announced = /SIZE=(\d+)/.exec(server.commands(1).find((line) => line.startsWith("MAIL"))!)![1]
  expect(Number(announced)).toBe(bytes.length)
  expect((await getDelivery(scratch.db, id)).attachments).toHaveLength(2)
})

it("is kept once, however many mails have it, and not again in the mail that is kept", async () => {
  const terms = randomBytes(200_000)
  const ids = []
  for (const n of [1, 2, 3]) {
    ids.push((await ask(`terms:${n}`, [fileOf("terms.pdf", terms)])).id)
  }
  expect(await kept()).toEqual({ files: 1, mails: 3 })
  await sending(3)

  const rows = await scratch.db.query<{ size: number }>(
    "SELECT octet_length(bytes) AS size FROM mpmd_delivery"
  )
  expect(Math.max(...rows.map(({ size }) => size))).toBeLessThan(3_000)
  const delivery = await getDelivery(scratch.db, ids[0]!)
  expect(delivery.attachments).toEqual([
    { filename: "terms.pdf", content_type: "application/pdf", size: terms.length },
  ])
  expect(delivery.mail!.raw).toContain('filename="terms.pdf"')

  const read: Buffer[] = []
  for await (const piece of (await openAttachment(scratch.db, ids[0]!, "0")).pieces) {
    read.push(piece)
  }
  expect(Buffer.concat(read).equals(terms)).toBe(true)
  await expect(openAttachment(scratch.db, ids[0]!, "1")).rejects.toThrow("Attachment with id: 1")
})

it("goes out again with a mail that is sent again", async () => {
  const { id } = await ask("invoice:2", [fileOf("invoice.pdf", randomBytes(500))])
  await sending(1)
  await scratch.db.query("UPDATE mpmd_delivery SET created_at = created_at - interval '1 hour'")
  await resendDelivery(scratch.db, id, null)
  await sending(2)
  expect(server.received.map(({ bytes }) => bytes.toString().includes("invoice.pdf"))).toEqual([true, true])
})

it("goes when the last mail that had it is forgotten, and not before", async () => {
  const [old, young] = [randomBytes(500), randomBytes(600)]
  const first = await ask("old", [fileOf("old.pdf", old), fileOf("young.pdf", young)])
  await ask("young", [fileOf("young.pdf", young)])
  await sending(2)
  for (const table of ["mpmd_content", "mpmd_file"]) {
    await scratch.db.query(`UPDATE ${table} SET used_at = now() - interval '13 months'`)
  }
  await scratch.db.query(
    "UPDATE mpmd_delivery SET outside_sent_at = now() - interval '13 months' WHERE id = $1",
    [first.id]
  )
  while (await clearOldContent(scratch.db, 12));

  const left = await scratch.db.query<{ size: number }>("SELECT size FROM mpmd_file")
  expect(left).toEqual([{ size: young.length }])
  expect((await getDelivery(scratch.db, first.id)).attachments).toEqual([])
  await expect(openAttachment(scratch.db, first.id, "0")).rejects.toThrow("Attachment with id: 0")
})

it("what is no file, or too much, is refused by its name, and nothing is kept", async () => {
  const refusal = (attachments: unknown) =>
    ask("refused", attachments as Files).then(
      () => "",
      (error: Error) => error.message
    )
  const file = fileOf("a.pdf", Buffer.from("x"))

  expect(await refusal([{ ...file, content: "%PDF-1.4 these are the bytes" }])).toMatch(
    /attachments\.0\.content: must be a file's bytes as base64/
  )
  expect(await refusal([file, { ...file, content: "" }])).toMatch(/attachments\.1\.content/)
  expect(await refusal([{ ...file, filename: "" }])).toContain("filename")
  expect(await refusal([{ ...file, filename: "a\r\nBcc: b.pdf" }])).toContain("filename")
  expect(await refusal([{ ...file, content_type: "text/html\r\nX: y" }])).toContain("content_type")
  expect(await refusal([{ ...file, path: "/etc/passwd" }])).toContain("path")
  const large = fileOf("large.pdf", Buffer.alloc(13 * MEGABYTE))
  expect(await refusal([large, large])).toMatch(/attachments: come to more than 25 MB/)
  await expect(
    ask("refused", [file], { variables: {}, template_key: "none", content: undefined })
  ).rejects.toThrow("template_key")
  expect(await kept()).toEqual({ files: 0, mails: 0 })
})

it("a name cannot lead astray", async () => {
  const { id } = await ask("names", [fileOf("../../etc/in\u202efdp.exe", Buffer.from("x"))])
  expect((await getDelivery(scratch.db, id)).attachments[0]!.filename).toBe(".._.._etc_infdp.exe")
})

it("a file that Postgres does not give in the middle of the mail: nothing was delivered, and it is tried again", async () => {
  await ask("lost", [fileOf("a.pdf", randomBytes(2 * MEGABYTE))])
  await scratch.db.query("ALTER TABLE mpmd_file RENAME TO mpmd_file_away")
  const { engine } = startEngine(scratch.db, server.url)
  try {
    await until("it was tried", async () => {
      const tried = await scratch.db.query("SELECT id FROM mpmd_delivery WHERE attempt > 0")
      return tried.length > 0
    })
    await scratch.db.query("ALTER TABLE mpmd_file_away RENAME TO mpmd_file")
    await server.waitFor(() => server.received.length === 1, 30_000)
    const states = await scratch.db.query("SELECT id FROM mpmd_delivery WHERE state = 'uncertain'")
    expect(states).toEqual([])
  } finally {
    await engine.stop()
  }
})
