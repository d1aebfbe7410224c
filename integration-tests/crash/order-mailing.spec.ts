/** `kill -9` while the documents of an order mailing are gathered: each document has one delivery and gets one mail. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"

import { createDraft } from "../../src/modules/mail/mailings/drafts"
import { requestSend } from "../../src/modules/mail/mailings/send"
import { parseOptions } from "../../src/modules/mail/options"
import { updateSettings } from "../../src/modules/mail/settings/settings"
import type { Database } from "../../src/modules/mail/sql/database"
import type { ScratchDatabase } from "../support/database"
import { startWorkerProcess, until } from "../support/engine"
import { sized } from "../support/fault-size"
import { countersOf, ORDER_CONTENT } from "../support/mailings"
import { type MedusaProcess, startMedusaProcess } from "../support/medusa-process"
import { expectNothingLostOrTwice, untilCompleted } from "../support/outcomes"
import { type SmtpSink, startSmtpSink } from "../support/smtp-sink"
import { standingUntil } from "../support/standing"
import { createStoreTables, MIGRATING } from "../support/store-tables"

const ORDERS = sized(1_500, 10_000)
const KILLS = sized(2, 10)

let scratch: ScratchDatabase
let sink: SmtpSink
const standing = standingUntil(afterAll)

beforeAll(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "mail-orders-"))
  standing.add(folder, (made) => rmSync(made, { recursive: true }))
  scratch = standing.add(await createStoreTables(), (database) => database.drop())
  sink = standing.add(await startSmtpSink(path.join(folder, "mails.jsonl")), (server) => server.stop())
}, MIGRATING)

/** @returns their ids. */
async function seedOrders(db: Database, count: number): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `INSERT INTO "order" (id, display_id, currency_code, email, status)
     SELECT 'order_' || lpad(n::text, 6, '0'), n, 'jpy', n || '@shop.test', 'pending' FROM generate_series(1, $1::int) n
     RETURNING id`,
    [count]
  )
  return rows.map(({ id }) => id)
}

async function seedPressedSend(db: Database, documents: string[]): Promise<string> {
  await updateSettings(db, { sender_address: "shop@shop.test", sender_name: "Shop" })
  const content = { ...ORDER_CONTENT, include_signature: false }
  const id = await createDraft(db, { kind: "order", content, document_ids: documents }, null)
  await requestSend(db, parseOptions({}), id, { grace: 0 }, null)
  return id
}

it("goes on in another process, however often one dies in the middle, and no document is lost or told of twice", async () => {
  const documents = await seedOrders(scratch.db, ORDERS)
  const mailing = await seedPressedSend(scratch.db, documents)
  const prepared = async () => (await countersOf(scratch.db, mailing)).total
  const restart = async (): Promise<MedusaProcess> => {
    // The sweep takes over what has not moved for half a minute.
    await scratch.db.query("UPDATE mpmd_mailing SET updated_at = now() - interval '1 hour'")
    return startMedusaProcess("sweep-process.ts", scratch.url)
  }

  const cuts: number[] = []
  for (let kill = 0; kill < KILLS; kill += 1) {
    const before = await prepared()
    const store = await restart()
    const more = async () => (await prepared()) > before
    await until("it has prepared some more", more, 120_000).finally(() => store.kill())
    cuts.push(await prepared())
  }
  expect(cuts.at(-1)).toBeLessThan(ORDERS)
  await (await restart()).done()
  expect(await prepared()).toBe(ORDERS)

  const worker = await startWorkerProcess(scratch.url, sink.url, { connections: 5 })
  await untilCompleted(scratch.db, mailing, 300_000)
  await worker.terminate()
  const { sent } = await expectNothingLostOrTwice(scratch.db, mailing, sink.mails())
  expect(sent).toBe(ORDERS)
  expect(sink.mails()).toHaveLength(ORDERS)
  const rows = await scratch.db.query<{ dedupe_key: string; position: number }>(
    "SELECT dedupe_key, position FROM mpmd_delivery WHERE mailing_id = $1 ORDER BY position",
    [mailing]
  )
  expect(rows).toEqual(documents.map((dedupe_key, index) => ({ dedupe_key, position: index + 1 })))
  console.info(`${ORDERS} orders, killed after ${cuts.join(", ")}`)
}, 600_000)
