/** `kill -9` in the middle of a mailing: each recipient exactly once, and only what was on the wire is in doubt. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"

import { MARKED_AT_ONCE } from "../../src/modules/mail/dispatch/in-flight-window"
import type { Database } from "../../src/modules/mail/sql/database"
import { seedContent, startWorkerProcess, until } from "../support/engine"
import { seededRandom, sized } from "../support/fault-size"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { seedMailing } from "../support/mailings"
import { expectNothingLostOrTwice, sentCounter, untilCompleted } from "../support/outcomes"
import { type SmtpSink, startSmtpSink } from "../support/smtp-sink"
import { standingUntil } from "../support/standing"

const RECIPIENTS = sized(4_000, 50_000)
const KILLS = sized(6, 50)
const CONNECTIONS = 5
const WORKERS = 2

let scratch: ScratchDatabase
let sink: SmtpSink
const standing = standingUntil(afterAll)

beforeAll(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "mail-crash-"))
  standing.add(folder, (made) => rmSync(made, { recursive: true }))
  scratch = standing.add(await createMailTables(), (database) => database.drop())
  // Slow enough that every kill falls into the middle of the mailing.
  const rules = [{ at: "final" as const, delayMs: 16 }]
  sink = standing.add(await startSmtpSink(path.join(folder, "mails.jsonl"), rules), (server) => server.stop())
}, 180_000)

async function isSending(db: Database, mailing: string): Promise<boolean> {
  const [row] = await db.query("SELECT FROM mpmd_mailing WHERE id = $1 AND state = 'sending'", [mailing])
  return row !== undefined
}

it("loses nothing and sends nothing twice, whichever worker dies and whenever, and goes on without a person", async () => {
  const random = seededRandom()
  const contentId = await seedContent(scratch.db)
  const mailing = await seedMailing(scratch.db, { recipients: RECIPIENTS, contentId })
  const start = () =>
    startWorkerProcess(scratch.url, sink.url, {
      connections: CONNECTIONS,
      leaseSeconds: 2,
      smtpTimeoutSeconds: 2,
    })
  const sent = sentCounter(scratch.db, mailing)

  const workers = await Promise.all(Array.from({ length: WORKERS }, start))
  let kills = 0
  // Where a worker needs long to start, the other one may be done before all of them have died.
  while (kills < KILLS && (await isSending(scratch.db, mailing))) {
    const before = await sent()
    const more = random() * (RECIPIENTS / KILLS / 2)
    const isDue = async () => (await sent()) > before + more || !(await isSending(scratch.db, mailing))
    await until("it has sent some more", isDue, 180_000)
    kills += 1
    const victim = Math.floor(random() * WORKERS)
    await workers[victim]!.kill()
    workers[victim] = await start()
  }
  await untilCompleted(scratch.db, mailing, 300_000)
  await Promise.all(workers.map((worker) => worker.terminate()))

  const { uncertain } = await expectNothingLostOrTwice(scratch.db, mailing, sink.mails())
  expect(uncertain).toBeLessThanOrEqual(kills * (CONNECTIONS + MARKED_AT_ONCE))
  expect(kills).toBeGreaterThanOrEqual(sized(2, KILLS / 2))
  console.info(`${RECIPIENTS} recipients, ${kills} kills: ${uncertain} uncertain`)
}, 1_800_000)
