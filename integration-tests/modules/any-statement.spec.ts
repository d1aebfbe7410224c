/**
 * Whichever statement of the engine fails, from the freezing of the audience to the end of the mailing: everybody gets the
 * mail once and the books are right. `FAULTS=full` tries each of them in every way.
 */
import { Pool } from "pg"

import { createDraft } from "../../src/modules/mail/mailings/drafts"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { requestSend } from "../../src/modules/mail/mailings/send"
import { parseOptions } from "../../src/modules/mail/options"
import { updateSettings } from "../../src/modules/mail/settings/settings"
import { type Database, databaseOf, type PgClient, type PgQuery } from "../../src/modules/mail/sql/database"
import type { ScratchDatabase } from "../support/database"
import { startEngine, until } from "../support/engine"
import { aMember, emptyStore } from "../support/factories"
import { sized } from "../support/fault-size"
import { countersOf } from "../support/mailings"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"
import { createStoreTables, MIGRATING } from "../support/store-tables"

jest.setTimeout(900_000)

/** Postgres never hears it; its answer is lost on the way back; or an outage begins with it. */
const WAYS = ["unheard", "unanswered", "outage"] as const
/** Milliseconds. Leases outlast it, so that they are prolonged again when it is over. */
const OUTAGE = 700
const OPTIONS = { timezone: "Asia/Tokyo", retrySeconds: [0.1], connections: 2, smtpTimeoutSeconds: 1 }
const CONTENT = {
  subject: "News",
  body: "The list is here.",
  format: "text",
  include_signature: false,
} as const
const PEOPLE = ["a", "b", "c", "gone", "later"]

interface Fault {
  /** Which statement, counted from 1. */
  nth: number
  way: (typeof WAYS)[number]
}

/** A store and a mail server; several of them, since most of a story is waiting. */
interface Lane {
  scratch: ScratchDatabase
  server: SmtpServer
}

let lanes: Lane[]

beforeAll(async () => {
  lanes = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const scratch = await createStoreTables()
      await updateSettings(scratch.db, { sender_address: "shop@shop.test" })
      return { scratch, server: await startSmtpServer() }
    })
  )
}, MIGRATING)
afterAll(async () => {
  for (const { scratch, server } of lanes) {
    await server.stop()
    await scratch.drop()
  }
})

/** Runs statements, and lets the one that the fault names go wrong. */
function faultyRun(fault: Fault | null, seen: string[]) {
  let awayUntil = -Infinity
  return async (client: PgClient, query: PgQuery) => {
    seen.push(query.text)
    const isIt = seen.length === fault?.nth
    if (isIt && fault.way === "outage") {
      awayUntil = performance.now() + OUTAGE
    }
    const answer =
      performance.now() < awayUntil || (isIt && fault.way === "unheard") ? null : await client.query(query)
    if (!answer || (isIt && fault.way === "unanswered")) {
      throw new Error("The connection was lost")
    }
    return answer
  }
}

/** A database over a pool of its own in which the fault happens. */
function openFaulty(url: string, fault: Fault | null) {
  const pool = new Pool({ connectionString: url, max: 6 })
  pool.on("error", () => undefined)
  const seen: string[] = []
  const run = faultyRun(fault, seen)
  const db: Database = databaseOf({
    acquire: async () => {
      const client = await pool.connect()
      return {
        query: (query) => run(client as unknown as PgClient, query),
        end: () => client.end(),
        release: (broken: boolean) => client.release(broken),
      }
    },
    release: (client, broken) => (client as unknown as { release(broken: boolean): void }).release(broken),
  })
  return { db, seen, end: () => pool.end() }
}

/** A mailing to five people, of whom one is unknown to the server and one is deferred at first. */
async function sendAMailing({ scratch, server }: Lane): Promise<string> {
  server.reset()
  server.script(
    { at: "rcpt", to: "gone@x.test", reply: "550 5.1.1 User unknown" },
    { at: "rcpt", to: "later@x.test", reply: "450 4.2.0 Greylisted", times: 1 }
  )
  await emptyStore(scratch.db)
  await scratch.db.query("TRUNCATE mpmd_mailing, mpmd_delivery, mpmd_quota_entry")
  for (const name of PEOPLE) {
    await aMember(scratch.db, { email: `${name}@x.test` })
  }
  const draft = { kind: "member", content: CONTENT, audience: { filter: {} } } as const
  const id = await createDraft(scratch.db, draft, null)
  await requestSend(scratch.db, parseOptions(OPTIONS), id, { grace: 0 }, null)
  return id
}

/** @returns the statements that it took. */
async function story(lane: Lane, fault: Fault | null): Promise<string[]> {
  const { db } = lane.scratch
  const id = await sendAMailing(lane)
  const faulty = openFaulty(lane.scratch.url, fault)
  const { engine } = startEngine(faulty.db, lane.server.url, OPTIONS)
  const isCompleted = async () => (await getMailing(db, id)).state === "completed"
  await until("the mailing is completed", isCompleted, 30_000).finally(async () => {
    await engine.stop()
    await faulty.end()
  })

  const received = lane.server.received.map(({ to }) => to[0])
  expect(received.sort()).toEqual(["a@x.test", "b@x.test", "c@x.test", "later@x.test"])
  expect(await countersOf(db, id)).toMatchObject({
    total: 5,
    sent: 4,
    failed: 1,
    pending: 0,
    deferred: 0,
    uncertain: 0,
    reserved: 0,
    used: 4,
  })
  return faulty.seen
}

it("whatever is lost of the conversation with Postgres, nothing is lost of the mailing", async () => {
  const statements = await story(lanes[0]!, null)
  const isTried = (nth: number, way: number) => sized((nth + way) % WAYS.length === 0, true)
  const faults = statements.flatMap((_, n) =>
    WAYS.filter((_way, way) => isTried(n, way)).map((way): Fault => ({ nth: n + 1, way }))
  )
  expect(faults.length).toBeGreaterThan(50)

  const wrong: string[] = []
  await Promise.all(
    lanes.map(async (lane) => {
      for (let fault = faults.pop(); fault; fault = faults.pop()) {
        const { nth, way } = fault
        await story(lane, fault).catch((error) =>
          wrong.push(`${way}, ${nth}: ${statements[nth - 1]}\n${String(error)}`)
        )
      }
    })
  )
  expect(wrong).toEqual([])
})
