/** A mailing that pauses itself: too many of its mails do not arrive, or are called spam. */
import type { ReturnEvent } from "../../src/modules/mail/bounces/event"
import { recordReturn } from "../../src/modules/mail/bounces/record"
import { resumeMailing } from "../../src/modules/mail/mailings/control"
import { type LimitPause, pauseAboveLimit } from "../../src/modules/mail/mailings/limits"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { recentRates } from "../../src/modules/mail/mailings/recent-rates"
import { updateSettings } from "../../src/modules/mail/settings/settings"
import type { ScratchDatabase } from "../support/database"
import { type RunningEngine, seedContent, startEngine, until } from "../support/engine"
import { countersOf, seedMailing } from "../support/mailings"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"
import { createStoreTables, MIGRATING } from "../support/store-tables"

jest.setTimeout(60_000)

let scratch: ScratchDatabase
let server: SmtpServer
let contentId: string
let engine: RunningEngine | undefined

beforeAll(async () => {
  scratch = await createStoreTables()
  server = await startSmtpServer()
  contentId = await seedContent(scratch.db)
}, MIGRATING)
afterEach(async () => {
  await engine?.engine.stop()
  engine = undefined
  server.reset()
  for (const table of ["mailing", "delivery", "delivery_event", "return", "address", "member", "settings"]) {
    await scratch.db.query(`DELETE FROM mpmd_${table}`)
  }
})
afterAll(async () => {
  await server.stop()
  await scratch.drop()
})

/** How busy the machine is must not decide what becomes of a mail. */
const PATIENT = { smtpTimeoutSeconds: 60, leaseSeconds: 60 }

const mailing = (id: string) => getMailing(scratch.db, id)
const stateOf = async (id: string) => (await mailing(id)).state

/** A mailing on its way: so many were taken, so many refused at once, and some are still to go. */
async function onItsWay({ sent, failed = 0 }: { sent: number; failed?: number }): Promise<string> {
  const id = await seedMailing(scratch.db, { recipients: sent + failed + 50, contentId })
  await scratch.db.query(
    "UPDATE mpmd_delivery SET state = CASE WHEN position <= $2 THEN 'sent' ELSE 'failed' END, attempt = 1, " +
      "reason = CASE WHEN position > $2 THEN 'address_invalid' END WHERE mailing_id = $1 AND position <= $3",
    [id, sent, sent + failed]
  )
  await scratch.db.query(
    "UPDATE mpmd_mailing SET sent = $2, failed = $3, pending = pending - $2 - $3, started_at = now() WHERE id = $1",
    [id, sent, failed]
  )
  return id
}

function news(id: string, position: number, kind: ReturnEvent["kind"] = "bounce"): ReturnEvent {
  return {
    source: "signed",
    kind,
    eventId: `${kind} ${id} ${position}`,
    returnPaths: [],
    token: null,
    deliveryId: `mdlv_${id}_${String(position).padStart(8, "0")}`,
    messageId: null,
    recipients: [`${position}@x.test`],
    status: "5.1.1",
    diagnostic: "550 5.1.1 User unknown",
    remote: null,
    class: null,
    evidence: null,
    vouched: true,
  }
}

/** @returns what was told of pauses. */
async function comesBack(events: ReturnEvent[]): Promise<LimitPause[]> {
  const paused: LimitPause[] = []
  const tell = async (one: LimitPause) => void paused.push(one)
  await Promise.all(events.map((event) => recordReturn(scratch.db, { secret: "x" }, event, tell)))
  return paused
}

const bounces = (id: string, count: number) =>
  Array.from({ length: count }, (_, index) => news(id, index + 1))

it("pauses while it is being sent, with its figures, and goes on to the end when a person says so", async () => {
  for (let n = 5; n <= 600; n += 5) {
    server.script({ at: "rcpt", to: `${n}@x.test`, reply: `550 5.1.1 <${n}@x.test>: User unknown` })
  }
  const id = await seedMailing(scratch.db, { recipients: 600, contentId })
  engine = startEngine(scratch.db, server.url, { connections: 2, ...PATIENT })
  await until("it is paused", async () => (await stateOf(id)) === "paused")

  const { counts, pause_cause, pause_reason } = await mailing(id)
  expect(pause_cause).toBe("undelivered")
  expect(pause_reason).toMatch(/^\d+ of \d+ mails, limit 10 %$/)
  expect(counts.sent + counts.failed).toBeLessThan(550)
  expect(engine.events.filter(({ name }) => name === "mail-delivery.mailing_paused")).toEqual([
    { name: "mail-delivery.mailing_paused", data: { id, cause: "undelivered", message: pause_reason } },
  ])

  await resumeMailing(scratch.db, id)
  engine.engine.wake()

  await until("it is done", async () => (await stateOf(id)) === "completed")
  expect((await mailing(id)).counts).toMatchObject({ sent: 480, failed: 120, pending: 0 })
  expect(engine.errors).toEqual([])
})

it("counts what comes back like what was refused, and pauses once, however many tell it at once", async () => {
  const id = await onItsWay({ sent: 95, failed: 5 })
  expect(await comesBack(bounces(id, 5))).toEqual([])
  expect(await stateOf(id)).toBe("sending")

  const more = bounces(id, 20)
  const paused = await comesBack([...more, ...more, ...more])

  expect(paused).toEqual([
    { id, cause: "undelivered", message: expect.stringMatching(/^\d+ of 100 mails, limit 10 %$/) },
  ])
  expect(await stateOf(id)).toBe("paused")
  expect(await countersOf(scratch.db, id)).toMatchObject({ sent: 95, failed: 5, bounced: 20 })
})

it("is paused by the next news, should whoever recorded the last one have died before looking", async () => {
  const id = await onItsWay({ sent: 85, failed: 15 })
  expect(await stateOf(id)).toBe("sending")
  expect(await comesBack([news(id, 1)])).toHaveLength(1)
  expect(await stateOf(id)).toBe("paused")
})

it("of a few mails, or within the limit, goes on", async () => {
  const few = await onItsWay({ sent: 1, failed: 2 })
  const within = await onItsWay({ sent: 180, failed: 10 })
  await comesBack([news(few, 1), ...bounces(within, 9)])
  expect(await Promise.all([few, within].map(stateOf))).toEqual(["sending", "sending"])
})

it("pauses for complaints, of which a limit of its own holds", async () => {
  const id = await onItsWay({ sent: 500 })
  expect(await comesBack([1, 2].map((n) => news(id, n, "complaint")))).toEqual([])
  expect(await comesBack([news(id, 3, "complaint")])).toEqual([
    { id, cause: "complaints", message: "3 of 500 mails, limit 0.5 %" },
  ])
})

it("goes by the settings, which may know no limit", async () => {
  await updateSettings(scratch.db, { pause_undelivered: null, pause_complaints: 50 })
  const id = await onItsWay({ sent: 100, failed: 100 })
  await comesBack([...bounces(id, 50), ...[60, 61, 62].map((n) => news(id, n, "complaint"))])
  expect(await stateOf(id)).toBe("sending")

  await updateSettings(scratch.db, { pause_undelivered: 74.5 })
  await comesBack([news(id, 70)])
  expect(await stateOf(id)).toBe("paused")
})

it("that a person has let go on above one limit is still held by the other", async () => {
  const id = await onItsWay({ sent: 600, failed: 100 })
  await pauseAboveLimit(scratch.db, id)
  await resumeMailing(scratch.db, id)
  expect(await pauseAboveLimit(scratch.db, id)).toBeNull()
  expect(await comesBack([1, 2, 3, 4].map((n) => news(id, n, "complaint")))).toMatchObject([
    { cause: "complaints" },
  ])
})

it("tells its rates, and those of the last 30 days", async () => {
  const id = await onItsWay({ sent: 190, failed: 10 })
  const old = await onItsWay({ sent: 100, failed: 100 })
  await scratch.db.query("UPDATE mpmd_mailing SET started_at = now() - interval '31 days' WHERE id = $1", [
    old,
  ])
  await comesBack([...bounces(id, 6), news(id, 10, "complaint")])

  const rates = { attempted: 200, undelivered: 16, sent: 190, complained: 1, undelivered_rate: 0.08 }
  expect((await mailing(id)).rates).toEqual({ ...rates, complaint_rate: 1 / 190 })
  expect(await recentRates(scratch.db)).toMatchObject({ days: 30, ...rates })
})
