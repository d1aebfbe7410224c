/**
 * What happens at the same moment, with real transactions of Postgres: people press buttons twice, a mailing ends while it
 * is retried, it is cancelled while workers claim. Round after round, and after each the books are right.
 */
import type { Database } from "../../src/modules/mail/database"
import { claimDue, type ClaimedDelivery, claimRange } from "../../src/modules/mail/dispatch/claim"
import { mark } from "../../src/modules/mail/dispatch/mark"
import { reopenWronglyDone, settleMailing } from "../../src/modules/mail/dispatch/settle"
import { transition, type TransitionName } from "../../src/modules/mail/dispatch/transitions"
import { cancelMailing, retryMailing, settleCancelled } from "../../src/modules/mail/mailings/control"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { sized } from "../support/fault-size"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { booksOf, seedMailing } from "../support/mailings"

jest.setTimeout(1_800_000)

const ROUNDS = sized(200, 2_000)
const UNLIMITED = { monthlyQuota: null, timezone: "UTC" }
const holder = (worker: number) => ({ id: `disp_${worker}`, leaseSeconds: 60 })

let scratch: ScratchDatabase
let db: Database

beforeAll(async () => {
  scratch = await createMailTables()
  ;({ db } = scratch)
})
afterEach(() => db.query("TRUNCATE mpmd_mailing, mpmd_delivery, mpmd_delivery_event, mpmd_quota_entry"))
afterAll(() => scratch.drop())

async function rounds(story: (round: number) => Promise<void>): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    await story(round)
  }
}

const outcome = (claimed: readonly ClaimedDelivery[], name: TransitionName) =>
  transition(
    db,
    name,
    claimed.map(({ id, attempt }) => ({ id, attempt, reason: name === "accept" ? null : "unknown" }))
  )

async function sendAll(mailing: string, name: TransitionName): Promise<void> {
  const claimed = await claimRange(db, holder(0), mailing, 1_000)
  await mark(db, holder(0), claimed)
  await outcome(claimed, name)
}

/** Somewhere within the other's few statements. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 6))

/** Open rows stand in a mailing that sends, and the counters say what the rows say. */
async function expectRightBooks(mailing: string): Promise<void> {
  const [rows] = await db.query<{ open: number; sent: number; failed: number; held: number }>(
    "SELECT count(*) FILTER (WHERE state IN ('pending', 'claimed', 'sending', 'deferred'))::int AS open, " +
      "count(*) FILTER (WHERE state = 'sent')::int AS sent, count(*) FILTER (WHERE state = 'failed')::int AS failed, " +
      "count(*) FILTER (WHERE state IN ('pending', 'claimed', 'sending', 'deferred') AND quota_month IS NOT NULL)::int " +
      "AS held FROM mpmd_delivery WHERE mailing_id = $1",
    [mailing]
  )
  const { state, completed_at } = await getMailing(db, mailing)
  const books = await booksOf(db, mailing)
  expect(books.pending + books.deferred).toBe(rows!.open)
  expect([books.sent, books.failed, books.reserved]).toEqual([rows!.sent, rows!.failed, rows!.held])
  expect({ open: rows!.open > 0, done: completed_at !== null || state === "completed" }).not.toEqual({
    open: true,
    done: true,
  })
}

it("a retry at the moment of completion: its mails go out, whoever was first", async () => {
  await rounds(async () => {
    const mailing = await seedMailing(db, { recipients: 3 })
    await sendAll(mailing, "reject")

    await Promise.all([
      aMoment().then(() => settleMailing(db, mailing)),
      aMoment().then(() => retryMailing(db, UNLIMITED, mailing, ["failed"], null)),
      aMoment().then(() => settleMailing(db, mailing)),
    ])

    expect((await getMailing(db, mailing)).state).toBe("sending")
    expect(await claimDue(db, holder(1), { mailing }, 10)).toHaveLength(3)
    await expectRightBooks(mailing)
  })
})

it("five who press Retry: each mail goes out once more, and not five times", async () => {
  await rounds(async () => {
    const mailing = await seedMailing(db, { recipients: 4 })
    await sendAll(mailing, "reject")
    await settleMailing(db, mailing)

    const counts = await Promise.all(
      [1, 2, 3, 4, 5].map(async () => {
        await aMoment()
        return retryMailing(db, UNLIMITED, mailing, ["failed"], null)
      })
    )

    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4)
    await expectRightBooks(mailing)
  })
})

it("a retry while outcomes of the same mailing come in: nobody waits for the other in a circle", async () => {
  await rounds(async () => {
    const mailing = await seedMailing(db, { recipients: 40 })
    const failed = await claimRange(db, holder(0), mailing, 20)
    await mark(db, holder(0), failed)
    await outcome(failed, "reject")
    const underWay = await claimRange(db, holder(1), mailing, 20)
    await mark(db, holder(1), underWay)

    await Promise.all([
      retryMailing(db, UNLIMITED, mailing, ["failed"], null),
      outcome(underWay.slice(0, 10), "accept"),
      outcome(underWay.slice(10), "reject"),
      retryMailing(db, UNLIMITED, mailing, ["failed"], null),
      settleMailing(db, mailing),
    ])

    await expectRightBooks(mailing)
  })
})

it("outcomes of two mailings from two workers at once", async () => {
  await rounds(async () => {
    const mailings = [
      await seedMailing(db, { recipients: 20 }),
      await seedMailing(db, { recipients: 20, withoutConsent: true }),
    ]
    const claimed = await Promise.all(mailings.map((mailing) => claimRange(db, holder(0), mailing, 20)))
    await mark(db, holder(0), claimed.flat())
    const [one, other] = claimed as [ClaimedDelivery[], ClaimedDelivery[]]

    await Promise.all([
      outcome([...one.slice(0, 10), ...other.slice(0, 10)], "accept"),
      outcome([...other.slice(10), ...one.slice(10)], "reject"),
    ])

    await Promise.all(mailings.map(expectRightBooks))
  })
})

it("cancelling against the claim of deferred mail: all is cancelled in the end", async () => {
  await rounds(async () => {
    const mailing = await seedMailing(db, { recipients: 20 })
    await sendAll(mailing, "defer")

    const worker = async (number: number) => {
      await aMoment()
      await outcome(await claimDue(db, holder(number), { mailing }, 10), "release")
    }
    const canceller = async () => {
      await cancelMailing(db, mailing)
      return settleCancelled(db, mailing)
    }
    await Promise.all([worker(1), canceller(), worker(2), worker(3)])
    while (!(await settleCancelled(db, mailing))) {
      await aMoment()
    }

    expect(await booksOf(db, mailing)).toMatchObject({ pending: 0, deferred: 0, skipped: 20, reserved: 0 })
    await expectRightBooks(mailing)
  })
})

it("cancelling against the claim of fresh mail: what nobody took is cancelled, what was taken is recorded", async () => {
  await rounds(async () => {
    const mailing = await seedMailing(db, { recipients: 30 })

    const worker = async (number: number) => {
      await aMoment()
      const claimed = await claimRange(db, holder(number), mailing, 10)
      const { sending } = await mark(db, holder(number), claimed)
      await outcome(
        claimed.filter(({ id }) => sending.has(id)),
        "accept"
      )
      await outcome(
        claimed.filter(({ id }) => !sending.has(id)),
        "release"
      )
    }
    const canceller = async () => {
      await aMoment()
      await cancelMailing(db, mailing)
      return settleCancelled(db, mailing)
    }
    await Promise.all([worker(1), worker(2), canceller()])
    while (!(await settleCancelled(db, mailing))) {
      await aMoment()
    }

    const { sent, skipped } = await booksOf(db, mailing)
    expect(sent + skipped).toBe(30)
    await expectRightBooks(mailing)
  })
})

it("what an older version left behind in a finished mailing is opened again, and goes out", async () => {
  const mailing = await seedMailing(db, { recipients: 2 })
  await sendAll(mailing, "reject")
  await retryMailing(db, UNLIMITED, mailing, ["failed"], null)
  const sound = await seedMailing(db, { recipients: 1 })
  await sendAll(sound, "accept")
  await settleMailing(db, sound)
  await db.query("UPDATE mpmd_mailing SET state = 'completed', completed_at = now() WHERE id = $1", [mailing])

  expect(await reopenWronglyDone(db)).toEqual([mailing])

  expect((await getMailing(db, mailing)).state).toBe("sending")
  expect(await claimDue(db, holder(1), { mailing }, 10)).toHaveLength(2)
  expect((await getMailing(db, sound)).state).toBe("completed")
})
