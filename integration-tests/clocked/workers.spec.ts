/** Several workers on one Postgres: work is shared, the rate limit is one for all, a stop leaves nothing in doubt. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"

import { SMALLEST_CLAIM } from "../../src/modules/mail/dispatch/dispatcher"
import { seedContent, startWorkerProcess, until } from "../support/engine"
import { sized } from "../support/fault-size"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { countersOf, isHeld, seedMailing } from "../support/mailings"
import { expectNothingLostOrTwice, holdersUntilSent, sentCounter, untilCompleted } from "../support/outcomes"
import { type Received, startSmtpServer } from "../support/smtp-server"
import { noteOf, type SmtpSink, startSmtpSink } from "../support/smtp-sink"
import { standingUntil } from "../support/standing"
import { makeWrongClock } from "../support/wrong-clock"

jest.setTimeout(600_000)

const folder = mkdtempSync(path.join(tmpdir(), "mail-workers-"))
let scratch: ScratchDatabase
let sink: SmtpSink
let stories = 0
const standing = standingUntil(afterEach)

beforeEach(async () => {
  scratch = standing.add(await createMailTables(), (database) => database.drop())
  const file = path.join(folder, `mails-${(stories += 1)}.jsonl`)
  sink = standing.add(await startSmtpSink(file, [{ at: "final", delayMs: 4 }]), (server) => server.stop())
})
afterAll(() => rmSync(folder, { recursive: true }))

async function seed(recipients: number): Promise<string> {
  return seedMailing(scratch.db, { recipients, contentId: await seedContent(scratch.db), state: "paused" })
}

async function begin(mailing: string): Promise<void> {
  await scratch.db.query("UPDATE mpmd_mailing SET state = 'sending' WHERE id = $1", [mailing])
}

it.each([2, 4])("%i workers share a mailing, and no delivery leaves twice", async (count) => {
  const mailing = await seed(sized(4_000, 40_000))
  const workers = await Promise.all(
    Array.from({ length: count }, () => startWorkerProcess(scratch.url, sink.url, { connections: 5 }))
  )
  await begin(mailing)
  const holders = await holdersUntilSent(scratch.db, mailing)
  await untilCompleted(scratch.db, mailing, 300_000)
  await Promise.all(workers.map((worker) => worker.terminate()))

  expect((await expectNothingLostOrTwice(scratch.db, mailing, sink.mails())).uncertain).toBe(0)
  expect(holders.size).toBe(count)
})

/** The most that fall into any second, whenever it begins. */
function mostInASecond(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b)
  let begin = 0
  return sorted.reduce((most, time, end) => {
    while (time - sorted[begin]! >= 1_000) {
      begin += 1
    }
    return Math.max(most, end - begin + 1)
  }, 0)
}

it("keep to one rate limit together, whenever a second begins", async () => {
  const RATE = 200
  const SECONDS = sized(6, 60)
  const mailing = await seed(RATE * SECONDS)
  const workers = await Promise.all(
    [1, 2].map(() => startWorkerProcess(scratch.url, sink.url, { connections: 5, rate: RATE }))
  )
  await begin(mailing)
  await untilCompleted(scratch.db, mailing, 300_000)
  await Promise.all(workers.map((worker) => worker.terminate()))

  const times = sink.mails().map((mail) => mail.at)
  const most = mostInASecond(times)
  const rate = (times.length - 1) / ((Math.max(...times) - times[0]!) / 1_000)
  expect(rate).toBeLessThanOrEqual(RATE * (1 + sized(0.1, 0.02)))
  // A machine that does other things beside it may not get as far; at full size it has nothing else to do.
  expect(rate).toBeGreaterThanOrEqual(RATE * (1 - sized(0.5, 0.02)))
  console.info(`At ${RATE} a second: ${rate.toFixed(1)} on the whole, ${most} in the fullest second`)
  expect(most).toBeLessThanOrEqual(RATE + SMALLEST_CLAIM)
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
  const books = await countersOf(scratch.db, mailing)
  expect(books.uncertain).toBe(0)
  expect(sink.mails()).toHaveLength(books.sent)
  expect(await isHeld(scratch.db, mailing)).toBe(false)
})

const DAY = 86_400_000

it.each([
  { where: "sending thread", inline: false },
  { where: "main thread", inline: true },
])(
  "do not mind when the clock of their $where jumps by a day: the database's time rules",
  async ({ inline }) => {
    const server = await startSmtpServer({ rules: [{ at: "final", delayMs: 4 }] })
    const mailing = await seed(2_000)
    const sent = sentCounter(scratch.db, mailing)
    const clocks = [DAY, -DAY].map((shift) => makeWrongClock(mkdtempSync(path.join(folder, "clock-")), shift))
    const workers = await Promise.all(
      clocks.map(({ preload }) =>
        startWorkerProcess(scratch.url, server.url, { connections: 5 }, { preload, inline })
      )
    )
    await begin(mailing)
    await until("they are in the middle", async () => (await sent()) > 500)
    clocks.forEach((clock) => clock.jump())
    await untilCompleted(scratch.db, mailing, 300_000)
    await Promise.all(workers.map((worker) => worker.terminate()))
    await server.stop()

    expect((await expectNothingLostOrTwice(scratch.db, mailing, server.received.map(noteOf))).uncertain).toBe(
      0
    )
    // What they wrote into the mails shows that the clocks did jump.
    const days = server.received.map((mail) => Math.round((Date.parse(dateOf(mail)) - Date.now()) / DAY))
    expect(new Set(days)).toEqual(new Set([0, 1, -1]))
  }
)

function dateOf({ bytes }: Received): string {
  return /^Date: (.*)$/m.exec(bytes.toString("latin1"))?.[1] ?? ""
}
