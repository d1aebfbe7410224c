/** An order mailing is made in many chunks: all of its mails look as they did when Send was pressed. */
import { createDraft, updateDraft } from "../../src/modules/mail/mailings/drafts"
import { prepareMailing } from "../../src/modules/mail/mailings/freeze"
import { exportLeftOut, listLeftOut } from "../../src/modules/mail/mailings/left-out"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import {
  addDocuments,
  type DocumentChunk,
  nextDocuments,
} from "../../src/modules/mail/mailings/order-mailing"
import { previewContent } from "../../src/modules/mail/mailings/preview"
import { requestSend } from "../../src/modules/mail/mailings/send"
import { moveMailing } from "../../src/modules/mail/mailings/states"
import { parseOptions } from "../../src/modules/mail/options"
import { exampleDocument } from "../../src/modules/mail/orders/example"
import { recipientsOf } from "../../src/modules/mail/orders/recipients"
import { getSettings, updateSettings } from "../../src/modules/mail/settings/settings"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { ORDER_CONTENT } from "../support/mailings"

jest.setTimeout(30_000)

const DOCUMENTS = Array.from({ length: 150 }, (_, n) => `order_${n}`)
const TOKYO = parseOptions({ timezone: "Asia/Tokyo" })
/** The 2nd in Tokyo, the 1st in London. */
const LATE = "2026-02-01T18:00:00.000Z"

let scratch: ScratchDatabase
beforeEach(async () => {
  scratch = await createMailTables()
  await updateSettings(scratch.db, {
    sender_address: "shop@shop.test",
    bank_text: "First bank",
    bank_providers: ["pp_system_default"],
  })
})
afterEach(() => scratch.drop())

function draft(): Promise<string> {
  return createDraft(scratch.db, { kind: "order", content: ORDER_CONTENT, document_ids: DOCUMENTS }, null)
}

async function addNext(id: string, timezone: string): Promise<void> {
  const chunk = (await nextDocuments(scratch.db, id))!
  expect(await addDocuments(scratch.db, { timezone }, chunk, documentsOf(chunk))).toBeNull()
}

function documentsOf({ ids }: DocumentChunk) {
  return ids.map((id) => ({ ...exampleDocument("order", "en"), id, order_id: id, created_at: LATE }))
}

async function expectAllAlike(id: string): Promise<void> {
  const looks = await scratch.db.query<{ count: number; bank: string; date: string }>(
    "SELECT content_id, variables->'order'->>'bank' AS bank, variables->'order'->'date'->>'text' AS date, count(*)::int AS count " +
      "FROM mpmd_delivery WHERE mailing_id = $1 GROUP BY 1, 2, 3",
    [id]
  )
  expect(looks).toMatchObject([{ count: DOCUMENTS.length, bank: "First bank", date: "February 2, 2026" }])
  expect((await getMailing(scratch.db, id)).state).toBe("sending")
}

const change = () =>
  updateSettings(scratch.db, {
    sender_address: "other@shop.test",
    signature_text: "New signature",
    bank_text: "Second bank",
    order_insert: { show_items: false },
  })

it("what is changed in the settings between two chunks changes no mail of this mailing", async () => {
  const id = await draft()
  await requestSend(scratch.db, TOKYO, id, { grace: 0 }, null)
  await addNext(id, "Asia/Tokyo")
  await change()
  // A worker with other options goes on.
  await addNext(id, "Europe/London")
  await expectAllAlike(id)
})

it("a scheduled mailing looks as the settings are when its hour comes", async () => {
  await updateSettings(scratch.db, { bank_text: "Bank of yesterday" })
  const id = await draft()
  await requestSend(scratch.db, TOKYO, id, { scheduled_at: new Date() }, null)
  await updateSettings(scratch.db, { bank_text: "First bank" })
  expect(await prepareMailing(scratch.db, TOKYO, id)).toMatchObject({ changed: true })
  await change()
  await addNext(id, "Europe/London")
  await addNext(id, "Europe/London")
  await expectAllAlike(id)
})

it("a document whose data cannot be written is left out with its reason; the others go out", async () => {
  const id = await draft()
  await requestSend(scratch.db, TOKYO, id, { grace: 0 }, null)
  for (let chunk = await nextDocuments(scratch.db, id); chunk; chunk = await nextDocuments(scratch.db, id)) {
    const documents = chunk.ids.map((document, index) => ({
      ...exampleDocument("order", "en"),
      id: document,
      order_id: document,
      created_at: index % 50 === 7 ? "never" : LATE,
      email: index === 7 ? null : "hannah@example.com",
    }))
    expect(await addDocuments(scratch.db, TOKYO, chunk, documents)).toBeNull()
  }
  expect(await getMailing(scratch.db, id)).toMatchObject({
    state: "sending",
    counts: { total: 147 },
    unsendable: { no_address: 2, faulty_data: 1, not_found: 0 },
  })
  const leftOut = await listLeftOut(scratch.db, id, {})
  expect(leftOut).toEqual({
    documents: [
      { document_id: "order_7", order_id: "order_7", number: "1001", reason: "no_address" },
      { document_id: "order_57", order_id: "order_57", number: "1001", reason: "faulty_data" },
      { document_id: "order_107", order_id: "order_107", number: "1001", reason: "no_address" },
    ],
    next: null,
  })
})

it("what was left out is listed by its reason, a page at a time, and what is gone by its id", async () => {
  const id = await draft()
  await requestSend(scratch.db, TOKYO, id, { grace: 0 }, null)
  for (let chunk = await nextDocuments(scratch.db, id); chunk; chunk = await nextDocuments(scratch.db, id)) {
    const found = documentsOf(chunk).filter((_, index) => index % 20 !== 3)
    expect(await addDocuments(scratch.db, TOKYO, chunk, found)).toBeNull()
  }
  const { unsendable } = await getMailing(scratch.db, id)
  const first = await listLeftOut(scratch.db, id, { reason: "not_found", limit: 5 })
  const second = await listLeftOut(scratch.db, id, { reason: "not_found", limit: 5, after: first.next! })
  const gone = [...first.documents, ...second.documents]

  expect(gone[0]).toEqual({ document_id: "order_3", order_id: null, number: null, reason: "not_found" })
  expect([gone.length, second.next]).toEqual([unsendable!.not_found, null])
  expect(await listLeftOut(scratch.db, id, { reason: "no_address" })).toEqual({ documents: [], next: null })
  let file = ""
  for await (const piece of exportLeftOut(scratch.db, id)) {
    file += piece
  }
  const lines = file.trim().split("\r\n")
  expect(lines).toHaveLength(1 + gone.length)
  expect(lines[1]).toBe(",not_found,,order_3")
})

it("such a document is warned about wherever it is looked at, and no look at it fails", async () => {
  const faulty = { ...exampleDocument("order", "en"), created_at: "never" }
  const shop = { settings: await getSettings(scratch.db), timezone: "Asia/Tokyo" }
  const sound = exampleDocument("order", "en")
  expect(await recipientsOf(scratch.db, [faulty, { ...faulty, email: null }, sound], shop)).toMatchObject([
    { warning: "faulty_data", recipient_name: "Hannah Miller", total: "" },
    { warning: "no_address" },
    { warning: null, total: "$42.00" },
  ])
  const { content } = await getMailing(scratch.db, await draft())
  expect(await previewContent(scratch.db, TOKYO, { kind: "order", content, document: faulty })).toMatchObject(
    {
      subject: "",
      errors: [],
      warnings: [{ field: "to", code: "address_faulty_data" }],
    }
  )
})

it("an order whose e-mail is no address is warned about before it is sent, and blanks around one are nothing", async () => {
  const shop = { settings: await getSettings(scratch.db), timezone: "Asia/Tokyo" }
  const to = (email: string) => ({ ...exampleDocument("order", "en"), email })
  const emails = ["one@x.test, two@x.test", "hanako", " hanako@x.test ", "花子@例え.jp", " "]
  const found = await recipientsOf(scratch.db, emails.map(to), shop)
  expect(found.map(({ warning }) => warning)).toEqual(["malformed", "malformed", null, null, "no_address"])

  const { content } = await getMailing(scratch.db, await draft())
  const document = to("hanako")
  expect(await previewContent(scratch.db, TOKYO, { kind: "order", content, document })).toMatchObject({
    warnings: [{ field: "to", code: "address_malformed", message: expect.stringContaining("hanako") }],
  })
})

it("a mailing of nothing else is refused and says why", async () => {
  const id = await draft()
  await requestSend(scratch.db, TOKYO, id, { grace: 0 }, null)
  const faulty = (chunk: { ids: string[] }) =>
    chunk.ids.map((document) => ({ ...exampleDocument("order", "en"), id: document, created_at: "never" }))
  const first = (await nextDocuments(scratch.db, id))!
  expect(await addDocuments(scratch.db, TOKYO, first, faulty(first))).toBeNull()
  const last = (await nextDocuments(scratch.db, id))!
  expect(await addDocuments(scratch.db, TOKYO, last, faulty(last))).toContain("cannot be written")
  expect((await getMailing(scratch.db, id)).state).toBe("refused")
  expect(await listLeftOut(scratch.db, id, {})).toMatchObject({ documents: [] })
})

it("what a worker brings for a mailing that was refused, changed and sent anew meanwhile is not taken", async () => {
  const id = await draft()
  await requestSend(scratch.db, TOKYO, id, { grace: 0 }, null)
  const old = (await nextDocuments(scratch.db, id))!
  await scratch.db.transaction((tx) =>
    moveMailing(tx, id, "refused", "be prepared", { refusal_reason: "No" })
  )
  await updateDraft(scratch.db, id, { document_ids: [...DOCUMENTS].reverse() })
  await requestSend(scratch.db, TOKYO, id, { grace: 0 }, null)

  await addDocuments(scratch.db, TOKYO, old, documentsOf(old))
  expect((await getMailing(scratch.db, id)).counts.total).toBe(0)

  await addNext(id, TOKYO.timezone)
  await addNext(id, TOKYO.timezone)
  const [first] = await scratch.db.query(
    "SELECT dedupe_key FROM mpmd_delivery WHERE mailing_id = $1 ORDER BY position LIMIT 1",
    [id]
  )
  expect(first).toEqual({ dedupe_key: DOCUMENTS.at(-1) })
})
