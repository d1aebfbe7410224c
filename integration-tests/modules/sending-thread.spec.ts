/** A store sends from a thread of its own, so that rendering never takes the main thread from its visitors. */
import type { Worker } from "node:worker_threads"

import { MARKED_AT_ONCE } from "../../src/modules/mail/dispatch/in-flight-window"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import type { Engine } from "../../src/modules/mail/sending/engine"
import { type RunningEngine, seedContent, startEngine, until } from "../support/engine"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { countersOf, isHeld, seedMailing } from "../support/mailings"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"

jest.setTimeout(120_000)

const CRASHES = 3

let scratch: ScratchDatabase
let server: SmtpServer
let contentId: string
let running: RunningEngine | undefined

beforeAll(async () => {
  scratch = await createMailTables()
  server = await startSmtpServer()
  contentId = await seedContent(scratch.db)
})
afterEach(async () => {
  await running?.engine.stop()
  server.reset()
})
afterAll(async () => {
  await server.stop()
  await scratch.drop()
})

function start(connectionString = scratch.url, options: object = {}): RunningEngine {
  running = startEngine(scratch.db, server.url, options, {
    connection: { connectionString },
    searchPath: "public",
  })
  return running
}

it("sends a mailing to its end, and what happens is told in the store's own thread", async () => {
  const mailing = await seedMailing(scratch.db, { recipients: 200, contentId })
  const { events, errors } = start()

  await until(
    "the mailing is completed",
    async () => (await getMailing(scratch.db, mailing)).state === "completed"
  )

  expect(new Set(server.received.map((mail) => mail.deliveryId)).size).toBe(200)
  await until("the end is told", () =>
    events.some((event) => event.name === "mail-delivery.mailing_completed")
  )
  expect(errors).toEqual([])
})

it("stops within its deadline, with every outcome on record and the rest untouched", async () => {
  const mailing = await seedMailing(scratch.db, { recipients: 5_000, contentId })
  const { engine } = start()
  await until("it is sending", async () => (await countersOf(scratch.db, mailing)).sent > 50)

  await engine.stop()

  const { sent, uncertain, pending } = await countersOf(scratch.db, mailing)
  expect(uncertain).toBe(0)
  expect(server.received).toHaveLength(sent)
  expect(sent + pending).toBe(5_000)
  expect(await isHeld(scratch.db, mailing)).toBe(false)
})

it("a thread that crashes is started again: nothing is lost, nothing is sent twice, and few mails are in doubt", async () => {
  server.script({ at: "final", delayMs: 5 })
  const mailing = await seedMailing(scratch.db, { recipients: 1_000, contentId })
  const { engine, errors } = start(scratch.url, { connections: 4 })

  for (let crash = 1; crash <= CRASHES; crash += 1) {
    const before = (await countersOf(scratch.db, mailing)).sent
    await until(
      `it is sending (${crash})`,
      async () => (await countersOf(scratch.db, mailing)).sent > before + 50
    )
    await crashOf(engine)
  }
  await until(
    "the mailing is completed",
    async () => (await getMailing(scratch.db, mailing)).state === "completed",
    60_000
  )

  const { sent, uncertain, failed, pending } = await countersOf(scratch.db, mailing)
  expect({ all: sent + uncertain, failed, pending }).toEqual({ all: 1_000, failed: 0, pending: 0 })
  expect(uncertain).toBeLessThanOrEqual(CRASHES * (4 + MARKED_AT_ONCE))
  const ids = server.received.map(({ deliveryId }) => deliveryId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBeGreaterThanOrEqual(sent)
  expect(errors).toEqual([])
})

/** Ends the sending thread at once, in the middle of whatever it does. */
async function crashOf(engine: Engine): Promise<void> {
  await (engine as unknown as { parts: { worker: Worker }[] }).parts[0]!.worker.terminate()
}

it("tells of a Postgres that cannot be reached, and does not spin", async () => {
  const { errors } = start("postgres://nobody@127.0.0.1:1/none")

  await until("two errors came", () => errors.length >= 2)

  expect(String(errors[0])).toMatch(/ECONNREFUSED/)
  expect(errors.length).toBeLessThan(10)
})
