/** Several workers on one Postgres: work is shared, the rate limit is one for all, a stop leaves nothing in doubt. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"

import { seedContent, startWorkerProcess, until } from "../support/engine"
import { sized } from "../support/fault-size"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { booksOf, seedMailing } from "../support/mailings"
import { expectNothingLostOrTwice, holdersOf, sentCounter, untilCompleted } from "../support/reckoning"
import { type SmtpSink, startSmtpSink } from "../support/smtp-sink"

jest.setTimeout(300_000)

const folder = mkdtempSync(path.join(tmpdir(), "mail-workers-"))
let scratch: ScratchDatabase
let sink: SmtpSink
let stories = 0

beforeEach(async () => {
  scratch = await createMailTables()
  stories += 1
  sink = await startSmtpSink(path.join(folder, `mails-${stories}.jsonl`), [{ at: "final", delayMs: 4 }])
})
afterEach(async () => {
  await sink.stop()
  await scratch.drop()
})
afterAll(() => rmSync(folder, { recursive: true }))

async function seed(recipients: number): Promise<string> {
  return seedMailing(scratch.db, { recipients, contentId: await seedContent(scratch.db), state: "paused" })
}

async function begin(mailing: string): Promise<void> {
  await scratch.db.query("UPDATE mailing SET state = 'sending' WHERE id = $1", [mailing])
}

it.each([2, 4])("%i workers share a mailing, and no delivery leaves twice", async (count) => {
  const mailing = await seed(sized(4_000, 40_000))
  const workers = await Promise.all(
    Array.from({ length: count }, () => startWorkerProcess(scratch.url, sink.url, { connections: 5 }))
  )
  const holders = new Set<string>()
  await begin(mailing)
  const look = async () => {
    ;(await holdersOf(scratch.db, mailing)).forEach((holder) => holders.add(holder))
    return (await booksOf(scratch.db, mailing)).pending === 0
  }
  await until("all is sent", look, 120_000)
  await untilCompleted(scratch.db, mailing, 60_000)
  await Promise.all(workers.map((worker) => worker.terminate()))

  expect((await expectNothingLostOrTwice(scratch.db, mailing, sink.mails())).uncertain).toBe(0)
  expect(holders.size).toBe(count)
})

it("keep to one rate limit together, second by second", async () => {
  const RATE = 200
  const SECONDS = sized(6, 60)
  const mailing = await seed(RATE * SECONDS)
  const workers = await Promise.all(
    [1, 2].map(() => startWorkerProcess(scratch.url, sink.url, { connections: 5, rate: RATE }))
  )
  await begin(mailing)
  await untilCompleted(scratch.db, mailing, 120_000)
  await Promise.all(workers.map((worker) => worker.terminate()))

  const times = sink.mails().map((mail) => mail.at)
  const perSecond = new Map<number, number>()
  times.forEach((at) => {
    const second = Math.floor((at - times[0]!) / 1_000)
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1)
  })
  expect(Math.max(...perSecond.values())).toBeLessThanOrEqual(RATE + 100)
  const rate = (times.length - 1) / ((Math.max(...times) - times[0]!) / 1_000)
  const tolerance = sized(0.1, 0.02)
  expect(rate).toBeLessThanOrEqual(RATE * (1 + tolerance))
  expect(rate).toBeGreaterThanOrEqual(RATE * (1 - tolerance))
})

it("stop when asked to, within the deadline, with nothing in doubt and the rest untouched", async () => {
  const mailing = await seed(5_000)
  const sent = sentCounter(scratch.db, mailing)
  const worker = await startWorkerProcess(scratch.url, sink.url, { connections: 5, drainSeconds: 5 })
  await begin(mailing)
  await until("it is sending", async () => (await sent()) > 200)

  const asked = performance.now()
  expect(await worker.terminate()).toBe(0)

  expect(performance.now() - asked).toBeLessThan(8_000)
  const books = await booksOf(scratch.db, mailing)
  expect(books.uncertain).toBe(0)
  expect(sink.mails()).toHaveLength(books.sent)
  const held = await scratch.db.query("SELECT id FROM mail_delivery WHERE state IN ('claimed', 'sending')")
  expect(held).toEqual([])
})

it("do not mind a clock that is a day wrong: the database's time rules", async () => {
  const mailing = await seed(1_000)
  const workers = await Promise.all(
    [86_400_000, -86_400_000].map((shift) => {
      const preload = path.join(folder, `shift${shift}.js`)
      writeFileSync(
        preload,
        `const now = Date.now; const Real = Date; Date = class extends Real { constructor(...given) { ` +
          `given.length ? super(...given) : super(now() + ${shift}) } static now() { return now() + ${shift} } }`
      )
      return startWorkerProcess(scratch.url, sink.url, { connections: 5 }, [preload])
    })
  )
  await begin(mailing)
  await untilCompleted(scratch.db, mailing, 60_000)
  await Promise.all(workers.map((worker) => worker.terminate()))

  expect((await expectNothingLostOrTwice(scratch.db, mailing, sink.mails())).uncertain).toBe(0)
})
