/** Files of an order mailing: kept with the draft, once each, and gone when neither draft nor mail has them any more. */
import { createHash, randomBytes } from "node:crypto"

import PostalMime from "postal-mime"

import { getDelivery } from "../../src/modules/mail/deliveries/ledger"
import { clearOldContent } from "../../src/modules/mail/deliveries/retention"
import {
  createDraft,
  deleteDraft,
  type MailingChanges,
  type MailingInput,
  updateDraft,
} from "../../src/modules/mail/mailings/drafts"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { addDocuments, nextDocuments } from "../../src/modules/mail/mailings/order-mailing"
import { retryMailing } from "../../src/modules/mail/mailings/retry"
import { requestSend } from "../../src/modules/mail/mailings/send"
import { parseOptions } from "../../src/modules/mail/options"
import { exampleDocument } from "../../src/modules/mail/orders/example"
import { updateSettings } from "../../src/modules/mail/settings/settings"
import type { ScratchDatabase } from "../support/database"
import { startEngine, until } from "../support/engine"
import { ORDER_CONTENT } from "../support/mailings"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"
import { createStoreTables, MIGRATING } from "../support/store-tables"

jest.setTimeout(60_000)

const MEGABYTE = 1024 * 1024
const OPTIONS = parseOptions({ timezone: "UTC" })
const content = { ...ORDER_CONTENT, include_signature: false }

let scratch: ScratchDatabase
let server: SmtpServer

beforeAll(async () => {
  scratch = await createStoreTables()
  server = await startSmtpServer()
  await updateSettings(scratch.db, { sender_address: "shop@shop.test" })
}, MIGRATING)
afterEach(async () => {
  server.reset()
  await updateSettings(scratch.db, { admin_copy: "none" })
  await scratch.db.query("TRUNCATE mpmd_mailing, mpmd_delivery, mpmd_delivery_event, mpmd_content, mpmd_file")
})
afterAll(async () => {
  await server.stop()
  await scratch.drop()
})

type Files = NonNullable<MailingInput["attachments"]>

const fileOf = (filename: string, bytes: Buffer, document_id?: string): Files[number] => ({
  filename,
  content: bytes.toString("base64"),
  ...(document_id && { document_id }),
})

const digestOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex")

function draft(attachments: Files, document_ids = ["order_1", "order_2"], megabytes = 25): Promise<string> {
  return createDraft(
    scratch.db,
    { kind: "order", content, document_ids, attachments } as MailingInput,
    null,
    megabytes
  )
}

const change = (id: string, changes: MailingChanges) => updateDraft(scratch.db, id, changes)

/** The digests of the files that are kept. */
async function kept(): Promise<string[]> {
  const rows = await scratch.db.query<{ digest: string }>("SELECT digest FROM mpmd_file")
  return rows.map(({ digest }) => digest).sort()
}

async function begin(id: string): Promise<void> {
  await requestSend(scratch.db, OPTIONS, id, { grace: 0 }, null)
  const chunk = (await nextDocuments(scratch.db, id))!
  const documents = chunk.ids.map((order) => ({
    ...exampleDocument("order", "en"),
    id: order,
    order_id: order,
    email: `${order}@shop.test`,
  }))
  expect(await addDocuments(scratch.db, { timezone: "UTC" }, chunk, documents)).toBeNull()
}

/** Sends what is due, until so many mails have come. */
async function sending(mails: number): Promise<void> {
  const { engine } = startEngine(scratch.db, server.url)
  try {
    await server.waitFor(() => server.received.length === mails, 30_000)
    await until("it is on record", async () => {
      const open = await scratch.db.query("SELECT id FROM mpmd_mailing WHERE completed_at IS NULL")
      return !open.length
    })
  } finally {
    await engine.stop()
  }
}

/** Names and digests of the files of each mail that came, by who got it. */
async function arrived(): Promise<Record<string, [string, string][]>> {
  const mails = server.received.map(async ({ to, bytes }) => {
    const { attachments } = await PostalMime.parse(bytes)
    const files = attachments.map(({ filename, content: file }) => [
      filename,
      digestOf(Buffer.from(file as ArrayBuffer)),
    ])
    return [to[0], files]
  })
  return Object.fromEntries(await Promise.all(mails))
}

async function age(months: number): Promise<void> {
  const then = `now() - interval '${months} months'`
  await scratch.db.query(`UPDATE mpmd_content SET used_at = ${then}`)
  await scratch.db.query(`UPDATE mpmd_file SET used_at = ${then}`)
  await scratch.db.query(`UPDATE mpmd_mailing SET completed_at = ${then} WHERE completed_at IS NOT NULL`)
  await scratch.db.query(`UPDATE mpmd_delivery SET sent_at = ${then} WHERE sent_at IS NOT NULL`)
}

it("goes with every mail, or with that about one document, byte for byte and kept once", async () => {
  const [terms, bill] = [randomBytes(1.2 * MEGABYTE), randomBytes(900)]
  const files = [fileOf("ご案内.pdf", terms), fileOf("請求書2.pdf", bill, "order_2")]
  const id = await draft(files, ["order_1", "order_2", "order_3"])
  await begin(id)
  await sending(3)

  expect(await arrived()).toEqual({
    "order_1@shop.test": [["ご案内.pdf", digestOf(terms)]],
    "order_2@shop.test": [
      ["ご案内.pdf", digestOf(terms)],
      ["請求書2.pdf", digestOf(bill)],
    ],
    "order_3@shop.test": [["ご案内.pdf", digestOf(terms)]],
  })
  expect(await kept()).toEqual([digestOf(terms), digestOf(bill)].sort())
  const shared = await scratch.db.query(
    "SELECT content_id, count(*)::int AS mails FROM mpmd_delivery GROUP BY 1 ORDER BY 2"
  )
  expect(shared.map(({ mails }) => mails)).toEqual([1, 2])
})

it("what failed goes out again with its files, and so do the administrator's copies", async () => {
  await updateSettings(scratch.db, { admin_copy: "every", admin_copy_address: "boss@shop.test" })
  await scratch.db.query(
    "INSERT INTO \"order\" (id, email, currency_code) VALUES ('order_1', 'order_1@shop.test', 'jpy')"
  )
  const bytes = randomBytes(500)
  const id = await draft([fileOf("a.pdf", bytes, "order_1")], ["order_1"])
  server.script({ at: "rcpt", to: "order_1@shop.test", reply: "550 5.7.1 Not today", times: 1 })
  await begin(id)
  await sending(0)
  await retryMailing(scratch.db, OPTIONS, id, ["failed"], null)
  await sending(1)
  await sending(2)
  expect(await arrived()).toEqual({
    "order_1@shop.test": [["a.pdf", digestOf(bytes)]],
    "boss@shop.test": [["a.pdf", digestOf(bytes)]],
  })
})

it("a list is written again by digests: files stay, come and go, and a name is made fit each time", async () => {
  const [one, two] = [randomBytes(10), randomBytes(20)]
  const id = await draft([fileOf("one.pdf", one)])
  await change(id, {
    attachments: [{ filename: "../uno\u202e.pdf", digest: digestOf(one) }, fileOf("two.pdf", two)],
  })
  await change(id, { content: { ...content, subject: "Other words" } })
  expect((await getMailing(scratch.db, id)).attachments).toEqual([
    {
      digest: digestOf(one),
      size: 10,
      filename: ".._uno.pdf",
      content_type: "application/octet-stream",
      cid: null,
      document_id: null,
    },
    expect.objectContaining({ digest: digestOf(two), size: 20 }),
  ])
  await change(id, { attachments: [] })
  expect((await getMailing(scratch.db, id)).attachments).toEqual([])
})

it("what is no file, of no document, or too much for one mail is refused by its name, and nothing is kept", async () => {
  const file = fileOf("a.pdf", Buffer.from("x"))
  const refusal = (...files: unknown[]) =>
    draft(files as Files, ["order_1", "order_2"], 1).then(
      () => "",
      (error: Error) => error.message
    )
  expect(await refusal({ ...file, content: "%PDF-1.4" })).toContain("attachments.0.content: must be a file's")
  expect(await refusal(file, { filename: "b.pdf" })).toContain("'attachments, 1, content' is required")
  expect(await refusal({ ...file, digest: "0".repeat(64) })).toContain("and not both")
  expect(await refusal({ filename: "b.pdf", digest: "abc" })).toContain("'attachments, 0, digest' must be")
  expect(await refusal(file, { filename: "b.pdf", digest: "0".repeat(64) })).toContain(
    "attachments.1.digest: is of no file"
  )
  expect(await refusal(file, { ...file, document_id: "order_3" })).toContain(
    "attachments.1.document_id: names no document"
  )
  expect(await refusal({ ...file, filename: "a\r\nBcc: b" })).toContain("filename")
  expect(await refusal({ ...file, path: "/etc/passwd" })).toContain("path")
  expect(await refusal(...Array.from({ length: 51 }, () => file))).toContain("at most 50 files")

  // Too much for one mail only where both go with the same.
  const half = (document_id?: string) => fileOf("half.pdf", Buffer.alloc(0.6 * MEGABYTE), document_id)
  expect(await refusal(half(), half("order_1"))).toContain("attachments: come to more than 1 MB")
  expect(await kept()).toEqual([])
  expect(await scratch.db.query("SELECT id FROM mpmd_mailing")).toEqual([])
  expect(await refusal(half("order_1"), half("order_2"))).toBe("")
})

it("a refused change leaves the draft and its files as they were", async () => {
  const id = await draft([fileOf("a.pdf", Buffer.from("x"))])
  const before = [await getMailing(scratch.db, id), await kept()]
  const changes = {
    attachments: [fileOf("new.pdf", Buffer.from("y")), { filename: "b", digest: "0".repeat(64) }],
  }
  await expect(change(id, changes)).rejects.toThrow("attachments.1.digest")
  expect([await getMailing(scratch.db, id), await kept()]).toEqual(before)
})

it("stays as long as a draft has it, however old, and goes with the draft", async () => {
  const [taken, left] = [Buffer.from("taken off"), Buffer.from("left")]
  const id = await draft([fileOf("a.pdf", taken), fileOf("b.pdf", left)])
  await change(id, { attachments: [{ filename: "b.pdf", digest: digestOf(left) }] })
  // Whoever takes it off may put it back on the same day.
  while (await clearOldContent(scratch.db, null));
  expect(await kept()).toHaveLength(2)
  await age(13)
  while (await clearOldContent(scratch.db, null));
  expect(await kept()).toEqual([digestOf(left)])
  while (await clearOldContent(scratch.db, 12));
  expect(await kept()).toEqual([digestOf(left)])
  await deleteDraft(scratch.db, id)
  while (await clearOldContent(scratch.db, null));
  expect(await kept()).toEqual([])
})

it("goes when the mails that had it are forgotten, and not before", async () => {
  const id = await draft([fileOf("a.pdf", Buffer.from("x"))])
  await begin(id)
  await sending(2)
  await age(13)
  while (await clearOldContent(scratch.db, null));
  while (await clearOldContent(scratch.db, 14));
  expect(await kept()).toHaveLength(1)
  while (await clearOldContent(scratch.db, 12));
  expect(await kept()).toEqual([])
  const [{ id: mail } = { id: "" }] = await scratch.db.query<{ id: string }>("SELECT id FROM mpmd_delivery")
  expect(await getDelivery(scratch.db, mail)).toMatchObject({ attachments: [], mail: null })
})
