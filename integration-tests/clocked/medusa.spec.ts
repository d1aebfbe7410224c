/** The store as it runs in production: several processes of `medusa start` on one Postgres and one Redis. */
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { connect, type Socket } from "node:net"
import { tmpdir } from "node:os"
import path from "node:path"

import { parseOptions } from "../../src/modules/mail/options"
import type { Store } from "../../tools/medusa"
import type { ScratchDatabase } from "../support/database"
import {
  connectEventBus,
  type EventBus,
  postAsAdmin,
  startDistributedStore,
} from "../support/distributed-store"
import { seedContent, until } from "../support/engine"
import { sized } from "../support/fault-size"
import { countersOf, seedMailing } from "../support/mailings"
import {
  expectNothingLostOrTwice,
  holdersOf,
  holdersUntilSent,
  sentCounter,
  untilCompleted,
} from "../support/outcomes"
import { findRedis, type Redis, startRedis } from "../support/redis"
import { type SmtpSink, startSmtpSink } from "../support/smtp-sink"
import { standingUntil } from "../support/standing"
import { createStoreTables, MIGRATING } from "../support/store-tables"

jest.setTimeout(600_000)

const RECIPIENTS = sized(4_000, 40_000)
const EVENTS = sized(20, 200)
const CONNECTIONS = 5
/** Before the server answers to a mail. Milliseconds. */
const ANSWER = 4
/**
 * So many mails keep one worker busy until another one, which Redis did not tell of the work, has looked for some
 * by itself, and for a second more.
 */
const WHILE_ALL_LOOK = (CONNECTIONS / ANSWER) * 1_000 * (parseOptions({}).pollSeconds + 1)
/** How much later than without mail an event may be handled. Milliseconds. */
const LATER = 500
const BOOT = 180_000
const DRAIN = parseOptions({}).drainSeconds * 1_000

const redisServer = findRedis()
if (!redisServer && process.env.CI) {
  throw new Error("The stories of a store on Redis need redis-server, and none is installed")
}
if (!redisServer) {
  console.warn("Skipped: the stories of a store on Redis need redis-server, and none is installed")
}

;(redisServer ? describe : describe.skip)("a store of three processes", () => {
  let folder: string
  let scratch: ScratchDatabase
  let redis: Redis
  let sink: SmtpSink
  let bus: EventBus | undefined
  let contentId: string
  let env: Record<string, string>
  /** One that answers only, one that works only, and one that does both. */
  let store: Record<"server" | "worker" | "shared", Store>
  const standing = standingUntil(afterAll)

  beforeAll(async () => {
    folder = standing.add(mkdtempSync(path.join(tmpdir(), "mail-medusa-")), (made) =>
      rmSync(made, { recursive: true })
    )
    scratch = standing.add(await createStoreTables(), (database) => database.drop())
    contentId = await seedContent(scratch.db)
    redis = standing.add(await startRedis(redisServer!, folder), (server) => server.kill())
    const rules = [{ at: "final" as const, delayMs: ANSWER }]
    sink = standing.add(await startSmtpSink(path.join(folder, "mails.jsonl"), rules), (server) =>
      server.stop()
    )
    env = {
      DATABASE_URL: scratch.url,
      REDIS_URL: redis.url,
      MAIL_SMTP_URL: sink.url,
      MAIL_CONNECTIONS: String(CONNECTIONS),
    }
    store = standing.add(await startDistributedStore(["server", "worker", "shared"], env, folder), stopAll)
  }, MIGRATING + BOOT)

  afterEach(() => bus?.close())

  /** A mailing that begins when an administrator says so, over HTTP. */
  async function begin(recipients: number): Promise<string> {
    const mailing = await seedMailing(scratch.db, { recipients, contentId, state: "paused" })
    await postAsAdmin(store.server, `/mailings/${mailing}/resume`)
    return mailing
  }

  async function expectAllSent(mailing: string): Promise<void> {
    await untilCompleted(scratch.db, mailing, 300_000)
    const { uncertain } = await expectNothingLostOrTwice(scratch.db, mailing, sink.mails())
    expect(uncertain).toBe(0)
  }

  async function expectSharedBy(workers: number): Promise<void> {
    const mailing = await begin(Math.max(RECIPIENTS, workers * WHILE_ALL_LOOK))
    expect(await holdersUntilSent(scratch.db, mailing)).toHaveProperty("size", workers)
    await expectAllSent(mailing)
  }

  it("shares a mailing among those that work, and no delivery leaves twice", () => expectSharedBy(2))

  it("shares it among four as well, as soon as they are there", async () => {
    const start = async (name: string) =>
      standing.add(await startDistributedStore(["worker"], env, path.join(folder, name)), stopAll)
    const more = await Promise.all(["third", "fourth"].map(start))
    try {
      await expectSharedBy(4)
    } finally {
      await Promise.all(more.map(stopAll))
    }
  })

  it("goes on sending when Redis is killed, and hears events again when it is back", async () => {
    const mailing = await begin(RECIPIENTS)
    const sent = sentCounter(scratch.db, mailing)
    await until("it is in the middle", async () => (await sent()) > RECIPIENTS / 4)
    await redis.kill()
    const atOnce = await sent()
    await until("it goes on without Redis", async () => (await sent()) > atOnce + RECIPIENTS / 4)
    await redis.start()
    await expectAllSent(mailing)

    bus = connectEventBus(redis.url)
    await bus.orderPlaced()
    await expectAllSent(await begin(RECIPIENTS / 4))
  })

  it("handles events no later than without mail", async () => {
    bus = connectEventBus(redis.url)
    const quiet: number[] = []
    while (quiet.length < EVENTS) {
      quiet.push(await bus.orderPlaced())
    }
    // Each beginning is an event too: were mail sent inside of it, both that work would be busy with it.
    const mailings = [await begin(RECIPIENTS), await begin(RECIPIENTS), await begin(RECIPIENTS)]
    const counters = mailings.map((mailing) => sentCounter(scratch.db, mailing))
    const sent = async () => (await Promise.all(counters.map((count) => count()))).reduce((sum, n) => sum + n)
    const busy: number[] = []
    while (busy.length < EVENTS) {
      const before = await sent()
      busy.push(await bus.orderPlaced())
      await until("some more is sent", async () => (await sent()) > before + RECIPIENTS / EVENTS)
    }
    expect(await sent()).toBeLessThan(RECIPIENTS * 3)
    for (const mailing of mailings) {
      await expectAllSent(mailing)
    }

    console.info(`order.placed is handled, without mail: ${inWords(quiet)}; with mail: ${inWords(busy)}`)
    expect(Math.max(...busy)).toBeLessThan(median(quiet) + LATER)
  })

  it("stops sending at the signal although a client hangs, with nothing in doubt, and others do the rest", async () => {
    const client = await hangingUpload(store.shared)
    const mailing = await begin(RECIPIENTS * 2)
    const holders = () => holdersOf(scratch.db, mailing)
    const sent = sentCounter(scratch.db, mailing)
    await until("it is sending", async () => (await sent()) > RECIPIENTS / 4)
    await until("both hold some of it", async () => (await holders()).length === 2)

    const asked = performance.now()
    store.shared.process.kill("SIGTERM")
    await until("one holds nothing any more", async () => (await holders()).length === 1, DRAIN)
    const drained = performance.now() - asked
    // Not because the end was near.
    expect(await sent()).toBeLessThan(RECIPIENTS)
    const after = new Set(await holders())
    await until(
      "the other has done the rest",
      async () => {
        ;(await holders()).forEach((holder) => after.add(holder))
        return (await countersOf(scratch.db, mailing)).pending === 0
      },
      sized(120_000, 900_000)
    )

    console.info(`The process that was asked to stop held nothing after ${Math.round(drained)} ms`)
    expect(after.size).toBe(1)
    await expectAllSent(mailing)
    expect(store.shared.process.exitCode).toBeNull()
    const exited = once(store.shared.process, "exit")
    client.destroy()
    expect(await exited).toEqual([0, null])
  })
})

async function stopAll(store: Record<string, Store>): Promise<void> {
  await Promise.all(Object.values(store).map((process) => process.stop()))
}

/** A request that the store has begun to read, and whose end never comes. */
async function hangingUpload({ url }: Store): Promise<Socket> {
  const client = connect(Number(new URL(url).port), "localhost")
  const words = ["POST /auth/user/emailpass HTTP/1.1", "Host: localhost", "Content-Type: application/json"]
  client.write([...words, "Content-Length: 1000", "Expect: 100-continue", "", "{"].join("\r\n"))
  await once(client, "data")
  return client
}

function median(milliseconds: readonly number[]): number {
  return [...milliseconds].sort((a, b) => a - b)[Math.floor(milliseconds.length / 2)]!
}

function inWords(milliseconds: readonly number[]): string {
  return `${Math.round(median(milliseconds))} ms in the middle, ${Math.round(Math.max(...milliseconds))} ms at most`
}
