/** A database as the version before wrote it, with mail on its way: nothing of it is lost, and nothing leaves twice. */
import { transition } from "../../src/modules/mail/deliveries/change-state"
import { claimRange } from "../../src/modules/mail/deliveries/claim"
import { mark } from "../../src/modules/mail/deliveries/mark"
import { settleMailing } from "../../src/modules/mail/deliveries/settle"
import { Readiness } from "../../src/modules/mail/readiness/readiness"
import { createScratchDatabase, type ScratchDatabase } from "../support/database"
import { type RunningEngine, seedContent, startEngine, until } from "../support/engine"
import { dropMailTables, makeMailTables } from "../support/mail-tables"
import { countersOf, MONTH, seedMailing, standingOf } from "../support/mailings"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"

const HOLDER = { id: "disp_test", leaseSeconds: 60 }
const silent = { warn: () => undefined, info: () => undefined, error: () => undefined }

let scratch: ScratchDatabase
let server: SmtpServer
let running: RunningEngine | undefined

beforeEach(async () => {
  scratch = await createScratchDatabase()
  server = await startSmtpServer()
})
afterEach(async () => {
  await running?.engine.stop()
  running = undefined
  await server.stop()
  await scratch.drop()
})

/** What it wrote while it sent: the lease of a range in each of its rows, and a claim that says where they are. */
async function underWay(leaseEnds: string): Promise<string> {
  const contentId = await seedContent(scratch.db)
  const mailing = await seedMailing(scratch.db, { recipients: 6, contentId })
  const put = (position: number, assignments: string) =>
    scratch.db.query(
      `UPDATE mpmd_delivery SET attempt = 1, ${assignments} WHERE mailing_id = $1 AND position = $2`,
      [mailing, position]
    )
  const held = `claimed_by = 'disp_before', lease_until = now() + interval '${leaseEnds}'`
  await put(1, `state = 'claimed', ${held}`)
  await put(2, `state = 'sending', ${held}`)
  await put(3, "state = 'deferred', reason = 'transient', next_attempt_at = now()")
  await put(4, "state = 'uncertain', reason = 'no_reply'")
  await put(5, "state = 'sent', sent_at = now()")
  await scratch.db.query("INSERT INTO mpmd_claim (mailing_id, low, high) VALUES ($1, 1, 6)", [mailing])
  await scratch.db.query(
    "UPDATE mpmd_mailing SET next_position = 6, pending = 3, deferred = 1, uncertain = 1, sent = 1 WHERE id = $1",
    [mailing]
  )
  await scratch.db.query(
    "UPDATE mpmd_quota_entry SET reserved = 4, used = 2 WHERE mailing_id = $1 AND month = $2",
    [mailing, MONTH]
  )
  return mailing
}

it("what a dead worker of it held goes out or is in doubt, and the rest goes on", async () => {
  await makeMailTables(scratch.db, { to: 1 })
  const mailing = await underWay("-1 hour")
  expect(await new Readiness(scratch.db, silent).isReady()).toBe(false)

  await makeMailTables(scratch.db, { from: 1 })
  expect(await new Readiness(scratch.db, silent).isReady()).toBe(true)
  running = startEngine(scratch.db, server.url)
  await until("all but the doubtful are sent", async () => (await countersOf(scratch.db, mailing)).sent === 4)

  expect(await countersOf(scratch.db, mailing)).toMatchObject({
    pending: 0,
    deferred: 0,
    uncertain: 2,
    sent: 4,
    reserved: 0,
    used: 6,
  })
  expect(server.received.map(({ to }) => to[0]).sort()).toEqual(["1@x.test", "3@x.test", "6@x.test"])
})

it("what a living worker of it holds stays its own, and the mailing is not taken for done", async () => {
  await makeMailTables(scratch.db, { to: 1 })
  const mailing = await underWay("1 hour")
  await makeMailTables(scratch.db, { from: 1 })
  running = startEngine(scratch.db, server.url)
  await until("the others are sent", async () => (await countersOf(scratch.db, mailing)).sent === 3)

  expect(await settleMailing(scratch.db, mailing)).toEqual({ firstPassDone: false, completed: false })
  const held = await scratch.db.query<{ id: string; attempt: number }>(
    "SELECT id, attempt FROM mpmd_delivery WHERE claimed_by = 'disp_before' ORDER BY position"
  )
  await transition(scratch.db, "release", held.slice(0, 1))
  await transition(scratch.db, "accept", held.slice(1))
  await until("the mailing is completed", async () => (await countersOf(scratch.db, mailing)).sent === 5)
  expect(server.received.map(({ to }) => to[0]).sort()).toEqual(["1@x.test", "3@x.test", "6@x.test"])
})

it("taken back, it knows from the rows what is in doubt and what is not", async () => {
  await makeMailTables(scratch.db)
  const mailing = await seedMailing(scratch.db, { recipients: 4 })
  const range = await claimRange(scratch.db, HOLDER, mailing, 3)
  await mark(scratch.db, HOLDER, range.slice(0, 2))
  await transition(scratch.db, "accept", [{ id: range[0]!.id, attempt: 1 }])

  await dropMailTables(scratch.db, { from: 1 })

  const rows = await scratch.db.query(
    "SELECT state, attempt, lease_until > now() AS held FROM mpmd_delivery ORDER BY position"
  )
  expect(rows).toEqual([
    { state: "sent", attempt: 1, held: null },
    { state: "sending", attempt: 1, held: true },
    { state: "claimed", attempt: 1, held: true },
    { state: "pending", attempt: 0, held: null },
  ])
  await makeMailTables(scratch.db, { from: 1 })
  expect((await standingOf(scratch.db, range[1]!.id)).state).toBe("sending")
})
