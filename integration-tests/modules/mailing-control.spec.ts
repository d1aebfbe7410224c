/** What a person does to a mailing on its way, and what becomes of deliveries whose worker died. */
import { transition } from "../../src/modules/mail/deliveries/change-state"
import { claimDue, claimRange } from "../../src/modules/mail/deliveries/claim"
import { mark } from "../../src/modules/mail/deliveries/mark"
import { rescue } from "../../src/modules/mail/deliveries/rescue"
import { reopenWronglyDone, settleMailing } from "../../src/modules/mail/deliveries/settle"
import {
  cancelMailing,
  pauseMailing,
  resumeMailing,
  settleCancelled,
} from "../../src/modules/mail/mailings/control"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { retryMailing } from "../../src/modules/mail/mailings/retry"
import { isAllowed } from "../../src/modules/mail/mailings/states"
import { OverQuotaError } from "../../src/modules/mail/quota/quota"
import { updateSettings } from "../../src/modules/mail/settings/settings"
import { MAILING_STATES } from "../../src/modules/mail/words"
import type { ScratchDatabase } from "../support/database"
import { seedContent } from "../support/engine"
import { countersOf, endLease, forceState, seedCustomers, seedMailing, standingOf } from "../support/mailings"
import { createStoreTables, MIGRATING } from "../support/store-tables"

const HOLDER = { id: "disp_test", leaseSeconds: 60 }
const UNLIMITED = { monthlyQuota: null, timezone: "UTC" }
const MINUTE = 60_000
/** More than two steps of what is done some thousand at a time. */
const MANY = 11_000

jest.setTimeout(30_000)

let scratch: ScratchDatabase

beforeAll(async () => {
  scratch = await createStoreTables()
  await seedCustomers(scratch.db, MANY)
}, MIGRATING)
afterAll(() => scratch.drop())

const deliveryStates = async (mailing: string) =>
  (
    await scratch.db.query<{ state: string; n: number }>(
      "SELECT state, count(*)::int AS n FROM mpmd_delivery WHERE mailing_id = $1 GROUP BY state",
      [mailing]
    )
  ).reduce<Record<string, number>>((all, row) => ({ ...all, [row.state]: row.n }), {})

async function sendAll(mailing: string, as: "accept" | "reject" | "lose" = "accept"): Promise<void> {
  const claimed = await claimRange(scratch.db, HOLDER, mailing, 1_000)
  await mark(scratch.db, HOLDER, claimed)
  await transition(
    scratch.db,
    as,
    claimed.map(({ id, attempt }) => ({ id, attempt, reason: as === "accept" ? null : "unknown" }))
  )
}

describe("the states of a mailing", () => {
  const ALLOWED = [
    "draft scheduled",
    "draft preparing",
    "scheduled preparing",
    "scheduled draft",
    "scheduled cancelled",
    "preparing sending",
    "preparing refused",
    "preparing cancelled",
    "refused draft",
    "sending paused",
    "sending completed",
    "sending cancelled",
    "paused sending",
    "paused cancelled",
    "completed sending",
  ]
  it("follow each other only as agreed", () => {
    const steps = MAILING_STATES.flatMap((from) =>
      MAILING_STATES.filter((to) => isAllowed(from, to)).map((to) => `${from} ${to}`)
    )
    expect(steps.sort()).toEqual(ALLOWED.sort())
  })

  it.each(["draft", "completed", "cancelled", "paused"] as const)(
    "a %s mailing cannot be paused, and says so",
    async (state) => {
      const mailing = await seedMailing(scratch.db, { recipients: 1, state })
      await expect(pauseMailing(scratch.db, mailing, "coffee")).rejects.toThrow(
        `cannot be paused: its state is ${state}`
      )
      expect((await getMailing(scratch.db, mailing)).state).toBe(state)
    }
  )

  it("cannot resume what is not paused", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 1, state: "completed" })
    await expect(resumeMailing(scratch.db, mailing)).rejects.toThrow("its state is completed")
  })

  it("knows an unknown mailing from a wrong state", async () => {
    await expect(pauseMailing(scratch.db, "mling_nobody", "coffee")).rejects.toThrow("was not found")
  })
})

it("pauses with a reason and goes on where it stopped", async () => {
  const mailing = await seedMailing(scratch.db, { recipients: 4 })
  const claimed = await claimRange(scratch.db, HOLDER, mailing, 2)
  await pauseMailing(scratch.db, mailing, "coffee")
  expect((await getMailing(scratch.db, mailing)).pause_reason).toBe("coffee")
  await transition(
    scratch.db,
    "release",
    claimed.map(({ id, attempt }) => ({ id, attempt }))
  )

  await resumeMailing(scratch.db, mailing)

  const due = await claimDue(scratch.db, HOLDER, { mailing }, 10)
  const fresh = await claimRange(scratch.db, HOLDER, mailing, 10)
  expect(due.map((delivery) => delivery.id).sort()).toEqual(claimed.map((delivery) => delivery.id).sort())
  expect(fresh).toHaveLength(2)
})

it("cancels what is open, gives its places back, and keeps what is on a connection on record", async () => {
  const mailing = await seedMailing(scratch.db, { recipients: 10 })
  const claimed = await claimRange(scratch.db, HOLDER, mailing, 3)
  const [onConnection, ...others] = claimed
  await mark(scratch.db, HOLDER, [onConnection!])
  await transition(
    scratch.db,
    "release",
    others.map(({ id, attempt }) => ({ id, attempt }))
  )

  await cancelMailing(scratch.db, mailing)
  expect(await settleCancelled(scratch.db, mailing)).toBe("open")
  // Nothing that could be done at once: who holds the rest is waited for.
  expect(await settleCancelled(scratch.db, mailing)).toBe("held")
  await transition(scratch.db, "accept", [{ id: onConnection!.id, attempt: 1 }])
  expect(await settleCancelled(scratch.db, mailing)).toBe("none")

  expect(await deliveryStates(mailing)).toEqual({ sent: 1, skipped: 9 })
  expect(await countersOf(scratch.db, mailing)).toMatchObject({
    pending: 0,
    sent: 1,
    skipped: 9,
    reserved: 0,
    used: 1,
  })
})

describe("the end of a mailing", () => {
  it("is there when no open row is left", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 3 })
    expect(await settleMailing(scratch.db, mailing)).toEqual({ firstPassDone: false, completed: false })
    await sendAll(mailing)
    expect(await settleMailing(scratch.db, mailing)).toEqual({ firstPassDone: true, completed: true })
    expect((await getMailing(scratch.db, mailing)).state).toBe("completed")
  })

  it("does not wait for the uncertain", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 1 })
    await sendAll(mailing, "lose")
    expect((await settleMailing(scratch.db, mailing)).completed).toBe(true)
  })

  it("tells the end of the first pass when only deferred rows are left, once", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 2 })
    const claimed = await claimRange(scratch.db, HOLDER, mailing, 2)
    await mark(scratch.db, HOLDER, claimed)
    await transition(scratch.db, "accept", [{ id: claimed[0]!.id, attempt: 1 }])
    expect((await settleMailing(scratch.db, mailing)).firstPassDone).toBe(false)
    await transition(scratch.db, "defer", [
      { id: claimed[1]!.id, attempt: 1, reason: "transient", delay: 600 },
    ])

    expect(await settleMailing(scratch.db, mailing)).toEqual({ firstPassDone: true, completed: false })
    expect(await settleMailing(scratch.db, mailing)).toEqual({ firstPassDone: false, completed: false })
  })
})

describe("sending the failed ones again", () => {
  it("takes new places of the quota and opens the mailing again", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 3 })
    await sendAll(mailing, "reject")
    await settleMailing(scratch.db, mailing)

    expect(await retryMailing(scratch.db, UNLIMITED, mailing, ["failed"], "user_1")).toBe(3)

    expect(await countersOf(scratch.db, mailing)).toMatchObject({
      pending: 3,
      failed: 0,
      reserved: 3,
      used: 0,
    })
    expect(await getMailing(scratch.db, mailing)).toMatchObject({ state: "sending", completed_at: null })
    expect(await claimDue(scratch.db, HOLDER, { mailing }, 10)).toHaveLength(3)
  })

  it("changes nothing when the quota does not reach", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 3 })
    await sendAll(mailing, "reject")
    await settleMailing(scratch.db, mailing)
    const before = await countersOf(scratch.db, mailing)

    const attempt = retryMailing(scratch.db, { monthlyQuota: 0, timezone: "UTC" }, mailing, ["failed"], null)

    await expect(attempt).rejects.toThrow(OverQuotaError)
    expect(await countersOf(scratch.db, mailing)).toEqual(before)
    expect((await getMailing(scratch.db, mailing)).state).toBe("completed")
  })

  it("does not charge an uncertain mail twice, whatever becomes of the second copy", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 2 })
    await sendAll(mailing, "lose")
    expect(await countersOf(scratch.db, mailing)).toMatchObject({ used: 2, reserved: 0 })

    await retryMailing(scratch.db, UNLIMITED, mailing, ["uncertain"], "user_1")
    const claimed = await claimDue(scratch.db, HOLDER, { mailing }, 10)
    await mark(scratch.db, HOLDER, claimed)
    await transition(scratch.db, "accept", [{ id: claimed[0]!.id, attempt: claimed[0]!.attempt }])
    await transition(scratch.db, "reject", [{ id: claimed[1]!.id, attempt: claimed[1]!.attempt }])

    expect(await countersOf(scratch.db, mailing)).toMatchObject({ used: 2, reserved: 0, sent: 1, failed: 1 })
  })

  it("is refused for a mailing that never went out", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 1, state: "cancelled" })
    await expect(retryMailing(scratch.db, UNLIMITED, mailing, ["failed"], null)).rejects.toThrow(
      "its state is cancelled"
    )
  })
})

describe("when a worker dies", () => {
  const attemptOf = ({ id, attempt }: { id: string; attempt: number }) => ({ id, attempt })
  const leaseEnds = (id: string, ago: string) => endLease(scratch.db, id, ago)
  const comeDue = (id: string) =>
    scratch.db.query("UPDATE mpmd_delivery SET next_attempt_at = now() WHERE id = $1", [id])
  const one = (id: string) => standingOf(scratch.db, id)

  /** One that it had taken by its position, or by its time. */
  const WAYS = {
    "by its position": async (mailing: string, state: "claimed" | "sending") => {
      const [held] = await claimRange(scratch.db, HOLDER, mailing, 1)
      if (state === "sending") {
        await mark(scratch.db, HOLDER, [held!])
      }
      return held!.id
    },
    "by its time": (mailing: string, state: "claimed" | "sending") => forceState(scratch.db, mailing, state),
  }
  const inEachWay = it.each(Object.keys(WAYS) as (keyof typeof WAYS)[])

  inEachWay("what it had only claimed, %s, goes out by itself, provably unsent", async (way) => {
    const mailing = await seedMailing(scratch.db, { recipients: 1 })
    const id = await WAYS[way](mailing, "claimed")
    await rescue(scratch.db, 10 * MINUTE)
    expect((await one(id)).state).toBe("claimed")

    await leaseEnds(id, "1 second")
    await rescue(scratch.db, 10 * MINUTE)

    expect((await one(id)).state).toBe("pending")
    expect(await claimDue(scratch.db, HOLDER, { mailing }, 10)).toHaveLength(1)
  })

  inEachWay(
    "what it was sending, taken %s, is in doubt only after lease and the longest silence of a server",
    async (way) => {
      const mailing = await seedMailing(scratch.db, { recipients: 1 })
      const id = await WAYS[way](mailing, "sending")
      await leaseEnds(id, "9 minutes")
      await rescue(scratch.db, 10 * MINUTE)
      expect((await one(id)).state).toBe("sending")

      await leaseEnds(id, "11 minutes")
      await rescue(scratch.db, 10 * MINUTE)

      expect((await one(id)).state).toBe("uncertain")
      expect(await claimDue(scratch.db, HOLDER, { mailing }, 10)).toEqual([])
    }
  )

  inEachWay("a 250 of the same attempt that comes late turns the doubt into sent, taken %s", async (way) => {
    const mailing = await seedMailing(scratch.db, { recipients: 1 })
    const id = await WAYS[way](mailing, "sending")
    await leaseEnds(id, "11 minutes")
    await rescue(scratch.db, 10 * MINUTE)

    await transition(scratch.db, "confirm", [{ id, attempt: 1 }])

    expect((await one(id)).state).toBe("sent")
    expect(await countersOf(scratch.db, mailing)).toMatchObject({
      sent: 1,
      uncertain: 0,
      used: 1,
      reserved: 0,
    })
  })

  inEachWay("uncertain order mail, taken %s, is sent again by itself, once", async (way) => {
    const mailing = await seedMailing(scratch.db, { recipients: 1, kind: "order" })
    const id = await WAYS[way](mailing, "sending")
    await leaseEnds(id, "11 minutes")
    await rescue(scratch.db, 10 * MINUTE)
    expect((await one(id)).state).toBe("pending")

    const [again] = await claimDue(scratch.db, HOLDER, { mailing }, 10)
    await mark(scratch.db, HOLDER, [again!])
    await leaseEnds(id, "11 minutes")
    await rescue(scratch.db, 10 * MINUTE)

    expect((await one(id)).state).toBe("uncertain")
  })

  inEachWay(
    "a mail over which worker after worker dies, first taken %s, is given up, so that it cannot loop",
    async (way) => {
      const mailing = await seedMailing(scratch.db, { recipients: 1 })
      const id = await WAYS[way](mailing, "claimed")
      await leaseEnds(id, "1 second")
      await rescue(scratch.db, 10 * MINUTE)
      for (let deaths = 2; deaths <= 10; deaths += 1) {
        expect((await one(id)).state).toBe("pending")
        await comeDue(id)
        await claimDue(scratch.db, HOLDER, { mailing }, 10)
        await leaseEnds(id, "1 second")
        await rescue(scratch.db, 10 * MINUTE)
      }

      expect(await one(id)).toMatchObject({ state: "failed", reason: "render" })
    }
  )

  it("attempts are no deaths: after many deferrals and a retry by a person one dead worker means nothing", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 1 })
    for (let attempt = 1; attempt <= 24; attempt += 1) {
      const [claimed] =
        attempt === 1
          ? await claimRange(scratch.db, HOLDER, mailing, 1)
          : await claimDue(scratch.db, HOLDER, { mailing }, 1)
      await mark(scratch.db, HOLDER, [claimed!])
      const change = { id: claimed!.id, attempt, reason: "transient", delay: 0, deferrals: 1 } as const
      await transition(scratch.db, attempt < 24 ? "defer" : "reject", [change])
    }
    await retryMailing(scratch.db, UNLIMITED, mailing, ["failed"], "user_1")
    const [again] = await claimDue(scratch.db, HOLDER, { mailing }, 1)
    await leaseEnds(again!.id, "1 second")

    await rescue(scratch.db, 10 * MINUTE)

    expect((await one(again!.id)).state).toBe("pending")
  })

  it("those that died together come back at moments of their own, so that the deadly one is soon alone", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 20 })
    const [first] = await claimRange(scratch.db, HOLDER, mailing, 20)
    await scratch.db.query("UPDATE mpmd_delivery SET worker_deaths = 6 WHERE mailing_id = $1", [mailing])
    await leaseEnds(first!.id, "1 second")

    await rescue(scratch.db, 10 * MINUTE)

    const [moments] = await scratch.db.query<{ apart: number; spread: number }>(
      "SELECT count(DISTINCT next_attempt_at)::int AS apart, " +
        "extract(epoch FROM max(next_attempt_at) - min(next_attempt_at))::float8 AS spread " +
        "FROM mpmd_delivery WHERE mailing_id = $1",
      [mailing]
    )
    expect(moments!.apart).toBe(20)
    expect(moments!.spread).toBeGreaterThan(5)
  })

  inEachWay(
    "leaves out what somebody is writing just now, taken %s, and has it at the next look",
    async (way) => {
      const mailing = await seedMailing(scratch.db, { recipients: 1 })
      const id = await WAYS[way](mailing, "claimed")
      await leaseEnds(id, "1 second")

      await scratch.db.transaction(async (tx) => {
        await tx.query("SELECT id FROM mpmd_delivery WHERE id = $1 FOR UPDATE", [id])
        await rescue(scratch.db, 10 * MINUTE)
      })
      expect((await one(id)).state).toBe("claimed")

      await rescue(scratch.db, 10 * MINUTE)
      expect((await one(id)).state).toBe("pending")
    }
  )

  it("what it had taken by time is found as well as what it had taken by position", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 2 })
    const [first, second] = await claimRange(scratch.db, HOLDER, mailing, 2)
    await transition(scratch.db, "release", [attemptOf(first!)])
    await claimDue(scratch.db, HOLDER, { mailing }, 2)
    await leaseEnds(first!.id, "1 second")
    await leaseEnds(second!.id, "1 second")

    await rescue(scratch.db, 10 * MINUTE)

    expect((await one(first!.id)).state).toBe("pending")
    expect((await one(second!.id)).state).toBe("pending")
  })

  it("of a range only what is marked is in doubt, and what has its outcome stays as it is", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 5 })
    const range = await claimRange(scratch.db, HOLDER, mailing, 4)
    await mark(scratch.db, HOLDER, range.slice(0, 2))
    await transition(scratch.db, "accept", [attemptOf(range[0]!)])
    await leaseEnds(range[0]!.id, "11 minutes")

    await rescue(scratch.db, 10 * MINUTE)

    const states = await Promise.all(range.map(async ({ id }) => (await one(id)).state))
    expect(states).toEqual(["sent", "uncertain", "pending", "pending"])
    expect(await countersOf(scratch.db, mailing)).toMatchObject({ pending: 3, sent: 1, uncertain: 1 })
    expect(await claimDue(scratch.db, HOLDER, { mailing }, 10)).toHaveLength(2)
    expect(await claimRange(scratch.db, HOLDER, mailing, 10)).toHaveLength(1)
  })

  it("who was only cut off marks nothing any more of what was given to others", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 2 })
    const range = await claimRange(scratch.db, HOLDER, mailing, 2)
    await leaseEnds(range[0]!.id, "1 second")
    await rescue(scratch.db, 10 * MINUTE)
    await scratch.db.query("UPDATE mpmd_claim SET lease_until = now() + interval '1 hour'")

    expect((await mark(scratch.db, HOLDER, range)).sending).toEqual(new Set())
    expect(await transition(scratch.db, "accept", range.map(attemptOf))).toEqual(new Set())
  })

  it("a mark that is being written when the lease ends counts: what it marks is in doubt, not free", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 2 })
    const range = await claimRange(scratch.db, HOLDER, mailing, 2)

    await scratch.db.transaction(async (tx) => {
      await mark(tx, HOLDER, range.slice(0, 1))
      await tx.query(
        "UPDATE mpmd_claim SET lease_until = now() - interval '1 second' WHERE mailing_id = $1",
        [mailing]
      )
      await rescue(scratch.db, 10 * MINUTE)
    })
    await rescue(scratch.db, 10 * MINUTE)

    expect((await one(range[0]!.id)).state).toBe("sending")
    expect((await one(range[1]!.id)).state).toBe("pending")
  })

  it("what is in nobody's claim any more is in doubt, and not forgotten", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 3 })
    const range = await claimRange(scratch.db, HOLDER, mailing, 3)
    await transition(scratch.db, "accept", [attemptOf(range[0]!)])
    await scratch.db.query("DELETE FROM mpmd_claim WHERE mailing_id = $1", [mailing])
    await settleMailing(scratch.db, mailing)

    await reopenWronglyDone(scratch.db)

    const states = await Promise.all(range.map(async ({ id }) => (await one(id)).state))
    expect(states).toEqual(["sent", "uncertain", "uncertain"])
    expect(await countersOf(scratch.db, mailing)).toMatchObject({ pending: 0, sent: 1, uncertain: 2 })
  })

  it("a claim is kept until the last of its leases has ended, and no longer", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 2 })
    const claims = () => scratch.db.query("SELECT low, high FROM mpmd_claim WHERE mailing_id = $1", [mailing])
    const [first, second] = await claimRange(scratch.db, HOLDER, mailing, 2)
    await transition(scratch.db, "release", [attemptOf(first!)])
    await rescue(scratch.db, 10 * MINUTE)
    expect(await claims()).toEqual([{ low: 1, high: 3 }])

    await transition(scratch.db, "release", [attemptOf(second!)])
    await rescue(scratch.db, 10 * MINUTE)

    expect(await claims()).toEqual([])
  })
})

/** How many mails each transaction has written, the most first. */
async function writtenTogether(condition: string, values: unknown[]): Promise<number[]> {
  const rows = await scratch.db.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM mpmd_delivery WHERE ${condition} GROUP BY xmin::text ORDER BY n DESC`,
    values
  )
  return rows.map(({ n }) => n)
}

describe("what changes all mails of a mailing goes in steps of 5,000, so that outcomes and people get a word in", () => {
  const IN_STEPS = [5_000, 5_000, 1_000]

  it("retrying", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: MANY, state: "completed" })
    await scratch.db.query(
      "UPDATE mpmd_delivery SET state = 'failed', reason = 'unknown' WHERE mailing_id = $1",
      [mailing]
    )
    await scratch.db.query(
      "UPDATE mpmd_mailing SET failed = total, pending = 0, next_position = total + 1 WHERE id = $1",
      [mailing]
    )

    expect(await retryMailing(scratch.db, UNLIMITED, mailing, ["failed"], null)).toBe(MANY)
    expect(await writtenTogether("mailing_id = $1 AND state = 'pending'", [mailing])).toEqual(IN_STEPS)
  })

  it("cancelling", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: MANY })
    await cancelMailing(scratch.db, mailing)
    while ((await settleCancelled(scratch.db, mailing)) !== "none");
    expect(await writtenTogether("mailing_id = $1 AND state = 'skipped'", [mailing])).toEqual(IN_STEPS)
  })

  it("copying", async () => {
    const contentId = await seedContent(scratch.db)
    const mailing = await seedMailing(scratch.db, { recipients: MANY, contentId })
    await scratch.db.query("UPDATE mpmd_delivery SET state = 'sent' WHERE mailing_id = $1", [mailing])
    await scratch.db.query(
      "UPDATE mpmd_mailing SET sent = total, pending = 0, next_position = total + 1 WHERE id = $1",
      [mailing]
    )
    await updateSettings(scratch.db, { admin_copy: "every", admin_copy_address: "boss@shop.test" })

    expect(await settleMailing(scratch.db, mailing)).toEqual({ firstPassDone: true, completed: true })
    expect(await writtenTogether("about_mailing_id = $1", [mailing])).toEqual(IN_STEPS)
    await updateSettings(scratch.db, { admin_copy: "none" })
  })
})
