/** A store that was configured and not migrated: told once, in one sentence, and over as soon as somebody migrates. */
import type { Logger } from "@medusajs/framework/types"

import { insertSeparateDelivery } from "../../src/modules/mail/deliveries/single"
import { parseOptions } from "../../src/modules/mail/options"
import { Readiness } from "../../src/modules/mail/readiness/readiness"
import { Engine } from "../../src/modules/mail/sending/engine"
import { getSettings } from "../../src/modules/mail/settings/settings"
import type { Database } from "../../src/modules/mail/sql/database"
import { createScratchDatabase, type ScratchDatabase } from "../support/database"
import { QUICK, seedContent, until } from "../support/engine"
import { dropMailTables, makeMailTables } from "../support/mail-tables"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"

// The loop rests for a second after each error that it meets.
jest.setTimeout(30_000)

let scratch: ScratchDatabase
let server: SmtpServer
let engine: Engine | null = null
let said: { warn: string[]; info: string[]; error: string[] }

beforeEach(async () => {
  scratch = await createScratchDatabase()
  server = await startSmtpServer()
  said = { warn: [], info: [], error: [] }
})
afterEach(async () => {
  await engine?.stop()
  engine = null
  await server.stop()
  await scratch.drop()
})

/** As a store starts it. @returns how many statements it has sent so far. */
function startStore(options: object = {}): () => number {
  let statements = 0
  const db: Database = {
    query: (...statement) => {
      statements += 1
      return scratch.db.query(...statement)
    },
    transaction: (work) => {
      statements += 1
      return scratch.db.transaction(work)
    },
  }
  const logger = {
    warn: (words: string) => said.warn.push(words),
    info: (words: string) => said.info.push(words),
    error: (words: string) => said.error.push(words),
  } as unknown as Logger
  engine = new Engine({
    db,
    options: parseOptions({ ...QUICK, smtpUrl: server.url, ...options }),
    logger,
    emit: async () => undefined,
    readiness: new Readiness(db, logger),
  })
  engine.start()
  return () => statements
}

async function sendOne(dedupeKey: string, transport: string | null = null): Promise<void> {
  const contentId = await seedContent(scratch.db, { subject: "Hello", text: "Hello", variables: [] })
  await insertSeparateDelivery(scratch.db, {
    kind: "single",
    contentId,
    dedupeKey,
    to: "hanako@shop.test",
    variables: {},
    transport,
  })
}

it("says so once however often it looks, and sends as soon as the tables are there", async () => {
  const statements = startStore()
  await until("it has looked five times", () => statements() >= 5)
  expect(said).toEqual({ warn: [expect.stringContaining("npx medusa db:migrate")], info: [], error: [] })

  await makeMailTables(scratch.db)
  await sendOne("one")

  await server.waitFor(() => server.received.length === 1)
  expect(said.warn).toHaveLength(1)
  expect(said.info).toHaveLength(1)
  expect(said.error).toEqual([])
})

it("says it once too where a migration is missing, or the tables go while it runs", async () => {
  await makeMailTables(scratch.db)
  const statements = startStore()
  await sendOne("one")
  await server.waitFor(() => server.received.length === 1)
  await dropMailTables(scratch.db)

  const before = statements()
  await until("it has met their absence", () => statements() >= before + 3)
  expect(said).toEqual({ warn: [expect.stringContaining("npx medusa db:migrate")], info: [], error: [] })

  await makeMailTables(scratch.db)
  await scratch.db.query("ALTER TABLE mpmd_delivery DROP COLUMN deferrals")
  expect(await new Readiness(scratch.db, { ...console, warn: () => undefined }).isReady()).toBe(false)
})

it("goes on with tables that were made anew, by a transport with a rate of its own too", async () => {
  await makeMailTables(scratch.db)
  const shopB = { name: "shop-b", smtpUrl: server.url, salesChannels: ["sc_b"], rate: 50 }
  const statements = startStore({ transports: [shopB] })
  await sendOne("one", "shop-b")
  await server.waitFor(() => server.received.length === 1, 20_000)
  await dropMailTables(scratch.db)
  const before = statements()
  await until("it has met their absence", () => statements() >= before + 3)

  await makeMailTables(scratch.db)
  await sendOne("two", "shop-b")
  await server.waitFor(() => server.received.length === 2, 20_000)
})

it("whoever asks for something reads what to do, as a request that cannot be answered now", async () => {
  await expect(getSettings(scratch.db)).rejects.toMatchObject({
    type: "not_allowed",
    message: expect.stringContaining("npx medusa db:migrate"),
  })
})

it("rolling back leaves nothing of ours behind, and migrating again works", async () => {
  const ours = () =>
    scratch.db.query(
      `SELECT relname FROM pg_class WHERE relname ILIKE '%mpmd%'
        UNION ALL SELECT proname FROM pg_proc WHERE proname ILIKE '%mpmd%'
        UNION ALL SELECT typname FROM pg_type WHERE typname ILIKE '%mpmd%'`
    )
  await makeMailTables(scratch.db)
  expect((await ours()).length).toBeGreaterThan(0)
  await dropMailTables(scratch.db)
  expect(await ours()).toEqual([])
  await makeMailTables(scratch.db)
})

it("each of our tables is looked for, whether a model describes it or not", async () => {
  await makeMailTables(scratch.db)
  const silent = { warn: () => undefined, info: () => undefined, error: () => undefined }
  const tables = await scratch.db.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'mpmd\\_%'"
  )
  const overlooked: string[] = []

  for (const { name } of tables) {
    await scratch.db.query(`ALTER TABLE "${name}" RENAME TO "away"`)
    if (await new Readiness(scratch.db, silent).isReady()) {
      overlooked.push(name)
    }
    await scratch.db.query(`ALTER TABLE "away" RENAME TO "${name}"`)
  }

  expect(tables.length).toBeGreaterThan(20)
  expect(overlooked).toEqual([])
  expect(await new Readiness(scratch.db, silent).isReady()).toBe(true)
})
