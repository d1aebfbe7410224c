/** What servers took is counted with its claim first: right for whoever asks, at any moment, and added up in the end. */
import { carryOver } from "../../src/modules/mail/deliveries/carry-over"
import { transition } from "../../src/modules/mail/deliveries/change-state"
import { type ClaimedDelivery, claimRange } from "../../src/modules/mail/deliveries/claim"
import { sweepClaims } from "../../src/modules/mail/deliveries/leases"
import { listLog } from "../../src/modules/mail/deliveries/log"
import { mark } from "../../src/modules/mail/deliveries/mark"
import { settleMailing } from "../../src/modules/mail/deliveries/settle"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { recentRates } from "../../src/modules/mail/mailings/recent-rates"
import { activityOf } from "../../src/modules/mail/quota/activity"
import { balanceOf } from "../../src/modules/mail/quota/quota"
import { createMailTables, dropMailTables, type ScratchDatabase } from "../support/mail-tables"
import { countersOf, forceState, MONTH, seedMailing } from "../support/mailings"

const HOLDER = { id: "disp_test", leaseSeconds: 60 }
const LIMITS = { monthlyQuota: 100, timezone: "UTC" }

let scratch: ScratchDatabase

beforeEach(async () => {
  scratch = await createMailTables()
})
afterEach(() => scratch.drop())

/** Takes some of a mailing with one claim; the server takes all but the last of them. */
async function send(mailing: string, size: number): Promise<ClaimedDelivery[]> {
  const range = await claimRange(scratch.db, HOLDER, mailing, size)
  await mark(scratch.db, HOLDER, range)
  await accept(range.slice(0, -1))
  return range
}

async function accept(taken: readonly ClaimedDelivery[]): Promise<void> {
  const changed = await transition(
    scratch.db,
    "accept",
    taken.map(({ id, attempt, claim }) => ({ id, attempt, claim }))
  )
  expect(changed.size).toBe(taken.length)
}

/** The rows themselves, without what is not carried over. */
async function columnsOf(mailing: string) {
  const [row] = await scratch.db.query(
    "SELECT m.sent, m.pending, q.used, q.reserved, (SELECT count(*)::int FROM mpmd_sent_count) AS counts " +
      "FROM mpmd_mailing m LEFT JOIN mpmd_quota_entry q ON q.mailing_id = m.id WHERE m.id = $1",
    [mailing]
  )
  return row
}

it("an outcome changes neither the mailing's row nor the quota's, and every reader knows of it", async () => {
  const mailing = await seedMailing(scratch.db, { recipients: 5 })
  await scratch.db.query("UPDATE mpmd_mailing SET started_at = now()")

  await send(mailing, 4)

  expect(await columnsOf(mailing)).toEqual({ sent: 0, pending: 5, used: 0, reserved: 5, counts: 1 })
  expect((await getMailing(scratch.db, mailing)).counts).toMatchObject({ sent: 3, sending: 1, pending: 1 })
  expect(await balanceOf(scratch.db, LIMITS, MONTH)).toMatchObject({ used: 3, reserved: 2, remaining: 95 })
  expect((await recentRates(scratch.db)).sent).toBe(3)
  expect((await listLog(scratch.db, { state: ["sent"], limit: 10 })).deliveries).toHaveLength(3)
  const [now] = await scratch.db.query<{ month: string }>("SELECT to_char(now(), 'YYYY-MM') AS month")
  const { days } = await activityOf(scratch.db, now!.month, "UTC")
  expect(days.reduce((sum, { member }) => sum + member, 0)).toBe(3)
})

it("when a claim has ended, what was sent of it is added to the mailing and the quota, and of others not yet", async () => {
  const mailing = await seedMailing(scratch.db, { recipients: 6 })
  const ended = await send(mailing, 3)
  await send(mailing, 3)
  await accept(ended.slice(-1))

  await sweepClaims(scratch.db)

  expect(await columnsOf(mailing)).toEqual({ sent: 3, pending: 3, used: 3, reserved: 3, counts: 1 })
  expect(await countersOf(scratch.db, mailing)).toMatchObject({ sent: 5, pending: 1, used: 5, reserved: 1 })
})

it("nothing is added twice or lost, however many add up at once while more is sent", async () => {
  const mailing = await seedMailing(scratch.db, { recipients: 60 })
  const ranges: ClaimedDelivery[][] = []
  for (let n = 0; n < 6; n += 1) {
    ranges.push(await claimRange(scratch.db, HOLDER, mailing, 10))
    await mark(scratch.db, HOLDER, ranges[n]!)
  }

  await Promise.all(
    ranges.flatMap((range) => [
      accept(range.slice(0, 5)),
      carryOver(scratch.db, mailing),
      accept(range.slice(5)),
      sweepClaims(scratch.db),
    ])
  )

  expect(await countersOf(scratch.db, mailing)).toMatchObject({ sent: 60, pending: 0, used: 60, reserved: 0 })
  await carryOver(scratch.db, mailing)
  expect(await columnsOf(mailing)).toEqual({ sent: 60, pending: 0, used: 60, reserved: 0, counts: 0 })
})

it("a claim that somebody else took away leaves its count", async () => {
  const mailing = await seedMailing(scratch.db, { recipients: 3 })
  await send(mailing, 3)
  await scratch.db.query("DELETE FROM mpmd_claim")

  expect(await countersOf(scratch.db, mailing)).toMatchObject({ sent: 2, pending: 1, used: 2, reserved: 1 })
  await carryOver(scratch.db)
  expect(await columnsOf(mailing)).toEqual({ sent: 2, pending: 1, used: 2, reserved: 1, counts: 0 })
})

it("what was taken by its time is counted in the same way, and mail outside mailings not at all", async () => {
  const mailing = await seedMailing(scratch.db, { recipients: 1 })
  const id = await forceState(scratch.db, mailing, "sending")
  await transition(scratch.db, "accept", [{ id, attempt: 1 }])
  await scratch.db.query(
    "INSERT INTO mpmd_delivery (id, kind, state, attempt, lease_until, dedupe_key, content_id, email, address, variables) " +
      "VALUES ('mdlv_alone', 'single', 'sending', 1, now() + interval '1 minute', 'asked:1', 'mcont_none', 'a@x.test', 'a@x.test', '{}')"
  )
  await transition(scratch.db, "accept", [{ id: "mdlv_alone", attempt: 1 }])

  expect(await columnsOf(mailing)).toMatchObject({ sent: 0, pending: 1, counts: 1 })
  expect(await countersOf(scratch.db, mailing)).toMatchObject({ sent: 1, pending: 0, used: 1, reserved: 0 })
})

it("a mailing that is done has it all in its own row", async () => {
  const mailing = await seedMailing(scratch.db, { recipients: 3 })
  await accept((await send(mailing, 3)).slice(-1))

  expect(await settleMailing(scratch.db, mailing)).toEqual({ firstPassDone: true, completed: true })

  expect(await columnsOf(mailing)).toEqual({ sent: 3, pending: 0, used: 3, reserved: 0, counts: 0 })
})

it("taken back by its migration, the counters are right", async () => {
  const mailing = await seedMailing(scratch.db, { recipients: 3 })
  await send(mailing, 3)

  await dropMailTables(scratch.db, { from: -1 })

  const [row] = await scratch.db.query(
    "SELECT m.sent, m.pending, q.used, q.reserved FROM mpmd_mailing m JOIN mpmd_quota_entry q ON q.mailing_id = m.id"
  )
  expect(row).toEqual({ sent: 2, pending: 1, used: 2, reserved: 1 })
})
