/** `kill -9` of a worker that sends over two servers: nothing lost, nothing twice, and in doubt only what each had on its wire. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"

import { MARKED_AT_ONCE } from "../../src/modules/mail/dispatch/in-flight-window"
import { startWorkerProcess, until } from "../support/engine"
import { seededRandom, sized } from "../support/fault-size"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { countersOf } from "../support/mailings"
import { expectNothingLostOrTwice, sentCounter, untilCompleted } from "../support/outcomes"
import { type SmtpSink, startSmtpSink } from "../support/smtp-sink"
import { standingUntil } from "../support/standing"
import { orderOf, parsed, preparedOrderMailing, seedShopA, twoShops } from "../support/two-shops"

const ORDERS = sized(1_600, 10_000)
const KILLS = sized(4, 25)
const CONNECTIONS = { a: 4, b: 2 }

let scratch: ScratchDatabase
let sinks: Record<"a" | "b", SmtpSink>
const standing = standingUntil(afterAll)

beforeAll(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "mail-transports-"))
  standing.add(folder, (made) => rmSync(made, { recursive: true }))
  scratch = standing.add(await createMailTables(), (database) => database.drop())
  // Slow enough that every kill falls into the middle of the mailing.
  const rules = [{ at: "final" as const, delayMs: 8 }]
  const start = async (name: string) =>
    standing.add(await startSmtpSink(path.join(folder, `${name}.jsonl`), rules), (sink) => sink.stop())
  sinks = { a: await start("a"), b: await start("b") }
}, 180_000)

it("goes on by both ways, and each mail by its own alone", async () => {
  const random = seededRandom()
  const options = { connections: CONNECTIONS.a, ...twoShops(sinks.b.url, { connections: CONNECTIONS.b }) }
  await seedShopA(scratch.db)
  const orders = Array.from({ length: ORDERS }, (_, n) => orderOf(n, n % 3 ? "sc_a" : "sc_b"))
  const mailing = await preparedOrderMailing(scratch.db, parsed(sinks.a.url, options), orders)
  const sent = sentCounter(scratch.db, mailing)
  const start = () => startWorkerProcess(scratch.url, sinks.a.url, options)

  let worker = await start()
  let kills = 0
  while (kills < KILLS && (await sent()) < ORDERS * 0.8) {
    const before = await sent()
    const more = random() * (ORDERS / KILLS / 2)
    await until("it has sent some more", async () => (await sent()) > before + more, 180_000)
    await worker.kill()
    kills += 1
    worker = await start()
  }
  await untilCompleted(scratch.db, mailing, 300_000)
  await worker.terminate()

  const mails = { a: sinks.a.mails(), b: sinks.b.mails() }
  const channelOf = new Map(orders.map(({ email, sales_channel_id }) => [email, sales_channel_id]))
  for (const letter of ["a", "b"] as const) {
    expect(mails[letter].filter(({ to }) => channelOf.get(to) !== `sc_${letter}`)).toEqual([])
  }
  // Order mail in doubt is sent once more by itself, with the same Message-ID: what arrived twice had been in doubt.
  const once = new Map([...mails.a, ...mails.b].map((mail) => [mail.messageId, mail]))
  const { sent: all, uncertain } = await expectNothingLostOrTwice(scratch.db, mailing, [...once.values()])
  const twice = mails.a.length + mails.b.length - once.size
  expect(twice + uncertain).toBeLessThanOrEqual(kills * (CONNECTIONS.a + CONNECTIONS.b + 2 * MARKED_AT_ONCE))
  expect(kills).toBeGreaterThanOrEqual(sized(2, KILLS / 2))
  expect((await countersOf(scratch.db, mailing)).total).toBe(ORDERS)
  console.info(
    `${ORDERS} orders over two servers, ${kills} kills: ${all} sent, ${uncertain} uncertain, ${twice} twice`
  )
}, 1_800_000)
