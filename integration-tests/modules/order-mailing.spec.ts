/** An order mailing is made in many chunks: all of its mails look as they did when Send was pressed. */
import { createDraft } from "../../src/modules/mail/mailings/drafts"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { addDocuments, nextDocuments } from "../../src/modules/mail/mailings/order-mailing"
import { prepareMailing, requestSend } from "../../src/modules/mail/mailings/send"
import { parseOptions } from "../../src/modules/mail/options"
import { exampleDocument } from "../../src/modules/mail/orders/example"
import { updateSettings } from "../../src/modules/mail/settings"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"

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
  const content = {
    source: "order",
    subject: "{{ order.number }}",
    header: "",
    footer: "",
    format: "text",
    include_signature: true,
  } as const
  return createDraft(scratch.db, { kind: "order", content, document_ids: DOCUMENTS }, null)
}

async function addNext(id: string, timezone: string): Promise<void> {
  const chunk = (await nextDocuments(scratch.db, id))!
  const documents = chunk.ids.map((document) => ({
    ...exampleDocument("order", "en"),
    id: document,
    order_id: document,
    created_at: LATE,
  }))
  expect(await addDocuments(scratch.db, timezone, chunk, documents)).toBeNull()
}

async function expectAllAlike(id: string): Promise<void> {
  const looks = await scratch.db.query<{ count: number; bank: string; date: string }>(
    "SELECT content_id, variables->'order'->>'bank' AS bank, variables->'order'->>'date' AS date, count(*)::int AS count " +
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
  await requestSend(scratch.db, TOKYO, id, {}, null)
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
