/** `kill -9` in the middle of a mailing: each recipient exactly once, and only what was on the wire is in doubt. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"

import { MARK_GROUP } from "../../src/modules/mail/dispatch/window"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { seedContent, startWorkerProcess, until } from "../support/engine"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { booksOf, seedMailing } from "../support/mailings"
import { type SmtpSink, startSmtpSink } from "../support/smtp-sink"

const RECIPIENTS = 4_000
const KILLS = 6
const CONNECTIONS = 5

let scratch: ScratchDatabase
let sink: SmtpSink
const folder = mkdtempSync(path.join(tmpdir(), "mail-crash-"))

beforeAll(async () => {
  scratch = await createMailTables()
  // Slow enough that every kill falls into the middle of the mailing.
  sink = await startSmtpSink(path.join(folder, "mails.jsonl"), [{ at: "final", delayMs: 4 }])
}, 60_000)
afterAll(async () => {
  await sink.stop()
  await scratch.drop()
  rmSync(folder, { recursive: true })
})

it("loses nothing and sends nothing twice, and goes on without a person", async () => {
  const mailing = await seedMailing(scratch.db, {
    recipients: RECIPIENTS,
    contentId: await seedContent(scratch.db),
  })
  const options = { connections: CONNECTIONS, leaseSeconds: 2, smtpTimeoutSeconds: 2 }
  const sent = async () => (await booksOf(scratch.db, mailing)).sent

  let worker = await startWorkerProcess(scratch.url, sink.url, options)
  for (let kill = 0; kill < KILLS; kill += 1) {
    const before = await sent()
    await until("it has sent some more", async () => (await sent()) > before + 100)
    await worker.kill()
    worker = await startWorkerProcess(scratch.url, sink.url, options)
  }
  await until(
    "the mailing is completed",
    async () => (await getMailing(scratch.db, mailing)).state === "completed",
    60_000
  )
  await worker.terminate()

  const mails = sink.mails()
  expect(new Set(mails.map((mail) => mail.messageId)).size).toBe(mails.length)
  const books = await booksOf(scratch.db, mailing)
  expect(books.sent + books.uncertain).toBe(RECIPIENTS)
  expect(books.uncertain).toBeLessThanOrEqual(KILLS * (CONNECTIONS + MARK_GROUP))
  expect(books).toMatchObject({ pending: 0, deferred: 0, failed: 0, reserved: 0, used: RECIPIENTS })

  // Everything on record as sent is really there; whoever is missing is among the uncertain.
  const arrived = new Set(mails.map((mail) => mail.deliveryId))
  const missing = await scratch.db.query<{ id: string; state: string }>(
    "SELECT id, state FROM mail_delivery WHERE mailing_id = $1 AND NOT id = ANY($2)",
    [mailing, [...arrived]]
  )
  expect(missing.filter((delivery) => delivery.state !== "uncertain")).toEqual([])
}, 180_000)
