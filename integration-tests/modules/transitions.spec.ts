/** Every allowed change of a delivery's state, with all its effects; and nothing else is possible. */
import { transition } from "../../src/modules/mail/deliveries/change-state"
import { claimDue, type ClaimedDelivery, claimRange } from "../../src/modules/mail/deliveries/claim"
import { mark } from "../../src/modules/mail/deliveries/mark"
import { type Change, type TransitionName, TRANSITIONS } from "../../src/modules/mail/deliveries/transitions"
import type { Database } from "../../src/modules/mail/sql/database"
import { DELIVERY_STATES, type DeliveryState } from "../../src/modules/mail/words"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import {
  type Counters,
  countersOf,
  endLease,
  forceState,
  MONTH,
  seedMailing,
  standingOf,
} from "../support/mailings"

const HOLDER = { id: "disp_test", leaseSeconds: 60 }

let scratch: ScratchDatabase

beforeAll(async () => {
  scratch = await createMailTables()
})
afterAll(() => scratch.drop())

/** What a transition must do to the books, written down apart from the code. */
const EXPECTED: Record<Exclude<TransitionName, "mark">, Partial<Counters>> = {
  release: {},
  orphan: {},
  setBack: {},
  skip: { pending: -1, skipped: 1, reserved: -1 },
  spoil: { pending: -1, failed: 1, reserved: -1 },
  withdraw: {},
  accept: { pending: -1, sent: 1, reserved: -1, used: 1 },
  defer: { pending: -1, deferred: 1 },
  reject: { pending: -1, failed: 1, reserved: -1 },
  lose: { pending: -1, uncertain: 1, reserved: -1, used: 1 },
  confirm: { uncertain: -1, sent: 1 },
  resend: { uncertain: -1, pending: 1 },
  retry: { failed: -1, pending: 1 },
  cancel: { pending: -1, skipped: 1, reserved: -1 },
  cancelDeferred: { deferred: -1, skipped: 1, reserved: -1 },
  bounce: { bounced: 1 },
  complain: { complained: 1 },
  complainBounced: { bounced: -1, complained: 1 },
}
const NAMES = Object.keys(EXPECTED) as (keyof typeof EXPECTED)[]

function difference(before: Counters, after: Counters): Partial<Counters> {
  const names = Object.keys(before) as (keyof Counters)[]
  return Object.fromEntries(
    names.filter((name) => before[name] !== after[name]).map((name) => [name, after[name] - before[name]])
  )
}

const stateOf = (id: string) => standingOf(scratch.db, id)

describe.each(NAMES)("the transition %s", (name) => {
  const { from, to, recorded } = TRANSITIONS[name]

  it(`goes from ${from.join(" or ")} to ${to} with its effects on counters and quota`, async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 3 })
    const id = await forceState(scratch.db, mailing, from[0])
    const { attempt } = await stateOf(id)
    const before = await countersOf(scratch.db, mailing)

    const changed = await transition(scratch.db, name, [
      { id, attempt, reason: "unknown", response: "words", delay: 60, deferrals: 1, quotaMonth: MONTH },
    ])

    expect([...changed]).toEqual([id])
    expect(difference(before, await countersOf(scratch.db, mailing))).toEqual(EXPECTED[name])
    const after = await stateOf(id)
    expect(after.state).toBe(to)
    expect(after.lease_until).toBeNull()
  })

  it(recorded ? "leaves its trace in the ledger" : "leaves no trace of its own in the ledger", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 1 })
    const id = await forceState(scratch.db, mailing, from[0])
    const { attempt } = await stateOf(id)
    await transition(scratch.db, name, [{ id, attempt, response: "the server's words" }])

    const events = await scratch.db.query("SELECT * FROM mpmd_delivery_event WHERE delivery_id = $1", [id])

    expect(events).toEqual(
      recorded
        ? [
            expect.objectContaining({
              from_state: from[0],
              to_state: to,
              response: "the server's words",
              attempt,
            }),
          ]
        : []
    )
  })

  it("does nothing for an older attempt", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 1 })
    const id = await forceState(scratch.db, mailing, from[0])
    const before = await countersOf(scratch.db, mailing)
    const { attempt } = await stateOf(id)

    expect(await transition(scratch.db, name, [{ id, attempt: attempt - 1 }])).toEqual(new Set())
    expect(await countersOf(scratch.db, mailing)).toEqual(before)
    expect((await stateOf(id)).state).toBe(from[0])
  })

  it.each(DELIVERY_STATES.filter((state) => !(from as readonly DeliveryState[]).includes(state)))(
    "does nothing from %s",
    async (state) => {
      const mailing = await seedMailing(scratch.db, { recipients: 1 })
      const id = await forceState(scratch.db, mailing, state)
      const before = await countersOf(scratch.db, mailing)
      const { attempt } = await stateOf(id)

      expect(await transition(scratch.db, name, [{ id, attempt }])).toEqual(new Set())
      expect(await countersOf(scratch.db, mailing)).toEqual(before)
    }
  )
})

/** Two of a mailing in one claim, of which the first is marked. */
async function holdTwo(): Promise<{ mailing: string; marked: ClaimedDelivery; claimed: ClaimedDelivery }> {
  const mailing = await seedMailing(scratch.db, { recipients: 3 })
  const [marked, claimed] = await claimRange(scratch.db, HOLDER, mailing, 2)
  await mark(scratch.db, HOLDER, [marked!])
  return { mailing, marked: marked!, claimed: claimed! }
}

const FROM_RANGE = NAMES.filter((name) =>
  (TRANSITIONS[name].from as readonly DeliveryState[]).some(
    (state) => state === "claimed" || state === "sending"
  )
)

describe.each(FROM_RANGE)("the transition %s of what a claim of a range holds", (name) => {
  const { from, to, recorded } = TRANSITIONS[name]
  const words = { reason: "unknown", response: "words", delay: 60, deferrals: 1, quotaMonth: MONTH } as const

  it("is the first write to its row, with the same effects", async () => {
    const { mailing, marked, claimed } = await holdTwo()
    const { id, attempt } = (from[0] as DeliveryState) === "claimed" ? claimed : marked
    const before = await countersOf(scratch.db, mailing)

    expect(await transition(scratch.db, name, [{ id, attempt, ...words }])).toEqual(new Set([id]))

    expect(difference(before, await countersOf(scratch.db, mailing))).toEqual(EXPECTED[name])
    expect(await stateOf(id)).toMatchObject({ state: to, attempt: 1, lease_until: null })
    const events = await scratch.db.query(
      "SELECT attempt, from_state FROM mpmd_delivery_event WHERE delivery_id = $1",
      [id]
    )
    expect(events).toEqual(recorded ? [{ attempt: 1, from_state: from[0] }] : [])
  })

  it("does nothing for another attempt, nor twice", async () => {
    const { mailing, marked, claimed } = await holdTwo()
    const { id, attempt } = (from[0] as DeliveryState) === "claimed" ? claimed : marked
    expect(await transition(scratch.db, name, [{ id, attempt: attempt + 1, ...words }])).toEqual(new Set())
    await transition(scratch.db, name, [{ id, attempt, ...words }])
    const before = await countersOf(scratch.db, mailing)

    expect(await transition(scratch.db, name, [{ id, attempt, ...words }])).toEqual(new Set())
    expect(await transition(scratch.db, name, [{ id, attempt: attempt + 1, ...words }])).toEqual(new Set())
    expect(await countersOf(scratch.db, mailing)).toEqual(before)
  })
})

it.each(FROM_RANGE.filter((name) => (TRANSITIONS[name].from[0] as DeliveryState) === "claimed"))(
  "%s leaves alone what is marked: a connection may have it",
  async (name) => {
    const { marked } = await holdTwo()
    expect(await transition(scratch.db, name, [{ id: marked.id, attempt: 1 }])).toEqual(new Set())
    expect((await stateOf(marked.id)).state).toBe("sending")
  }
)

describe("claiming", () => {
  it("takes a range of positions once, attempt + 1, under a lease", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 5 })

    const first = await claimRange(scratch.db, HOLDER, mailing, 3)
    const second = await claimRange(scratch.db, HOLDER, mailing, 3)
    const third = await claimRange(scratch.db, HOLDER, mailing, 3)

    expect(first).toHaveLength(3)
    expect(second).toHaveLength(2)
    expect(third).toHaveLength(0)
    expect(first[0]).toMatchObject({
      attempt: 1,
      email: "1@x.test",
      variables: { member: { name: "N1" } },
    })
    expect((await stateOf(first[0]!.id)).lease_until!.getTime()).toBeGreaterThan(Date.now())
  })

  it("gives two workers that claim at once different rows", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 200 })

    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, worker) =>
        claimRange(scratch.db, { id: `disp_${worker}`, leaseSeconds: 60 }, mailing, 25)
      )
    )

    const ids = claims.flat().map((delivery) => delivery.id)
    expect(ids).toHaveLength(200)
    expect(new Set(ids).size).toBe(200)
  })

  it.each(["paused", "cancelled", "completed"] as const)("takes nothing of a %s mailing", async (state) => {
    const mailing = await seedMailing(scratch.db, { recipients: 2, state })
    expect(await claimRange(scratch.db, HOLDER, mailing, 10)).toEqual([])
  })

  it("takes a deferred row when its time has come, not before", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 2 })
    const id = await forceState(scratch.db, mailing, "deferred")
    await scratch.db.query(
      "UPDATE mpmd_delivery SET next_attempt_at = now() + interval '1 hour' WHERE id = $1",
      [id]
    )
    expect(await claimDue(scratch.db, HOLDER, { mailing }, 10)).toEqual([])

    await scratch.db.query("UPDATE mpmd_delivery SET next_attempt_at = now() WHERE id = $1", [id])
    const before = await countersOf(scratch.db, mailing)
    const claimed = await claimDue(scratch.db, HOLDER, { mailing }, 10)

    expect(claimed.map((delivery) => delivery.id)).toEqual([id])
    expect(claimed[0]!.attempt).toBe(2)
    expect(difference(before, await countersOf(scratch.db, mailing))).toEqual({ deferred: -1, pending: 1 })
  })
})

describe("the mark", () => {
  async function claimOne(mailing: string) {
    const claimed = await claimRange(scratch.db, HOLDER, mailing, 1)
    return claimed[0]!
  }

  it("is refused to who does not hold the lease any more", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 1 })
    const delivery = await claimOne(mailing)
    await endLease(scratch.db, delivery.id, "1 second")

    expect((await mark(scratch.db, HOLDER, [delivery])).sending.size).toBe(0)
    expect((await stateOf(delivery.id)).state).toBe("claimed")
  })

  it("is refused to another worker", async () => {
    const delivery = await claimOne(await seedMailing(scratch.db, { recipients: 1 }))
    const other = { id: "disp_other", leaseSeconds: 60 }
    expect((await mark(scratch.db, other, [delivery])).sending.size).toBe(0)
  })

  it.each(["paused", "cancelled"])("is refused once the mailing is %s", async (state) => {
    const mailing = await seedMailing(scratch.db, { recipients: 1 })
    const delivery = await claimOne(mailing)
    await scratch.db.query("UPDATE mpmd_mailing SET state = $2 WHERE id = $1", [mailing, state])
    expect(await mark(scratch.db, HOLDER, [delivery])).toEqual({ sending: new Set(), excluded: new Map() })
  })

  it("asks the rule once more: who withdrew since the audience was frozen is left out", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 2 })
    const claimed = await claimRange(scratch.db, HOLDER, mailing, 2)
    const [withdrawn, other] = claimed.sort((a, b) => a.id.localeCompare(b.id))
    await scratch.db.query("INSERT INTO mpmd_address (email, unsubscribed_at) VALUES ($1, now())", [
      "1@x.test",
    ])

    const refused = await mark(scratch.db, HOLDER, claimed)
    const both = await Promise.all(claimed.map(({ id }) => stateOf(id)))
    const marked = await mark(scratch.db, HOLDER, [other!])

    await scratch.db.query("DELETE FROM mpmd_address")
    expect(refused).toEqual({ sending: new Set(), excluded: new Map([[withdrawn!.id, "opted_out"]]) })
    expect(both.map(({ state }) => state)).toEqual(["claimed", "claimed"])
    expect(marked).toEqual({ sending: new Set([other!.id]), excluded: new Map() })
    expect((await stateOf(other!.id)).state).toBe("sending")
  })

  it("never asks the rule about order mail: an opt-out does not keep a shipping notice back", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 1, kind: "order" })
    const delivery = await claimOne(mailing)
    await scratch.db.query(
      "INSERT INTO mpmd_address (email, unsubscribed_at, invalid) VALUES ($1, now(), true)",
      ["1@x.test"]
    )

    const marked = await mark(scratch.db, HOLDER, [delivery])

    await scratch.db.query("DELETE FROM mpmd_address")
    expect(marked.sending).toEqual(new Set([delivery.id]))
  })
})

it("keeps the books right when many workers settle the same mailing at once", async () => {
  const mailing = await seedMailing(scratch.db, { recipients: 400 })
  const claimed = await claimRange(scratch.db, HOLDER, mailing, 400)
  await mark(scratch.db, HOLDER, claimed)
  const changes = claimed.map(({ id, attempt }): Change => ({ id, attempt, reason: null }))

  await Promise.all(
    Array.from({ length: 8 }, (_, worker) => {
      const part = changes.slice(worker * 50, worker * 50 + 50)
      return transition(scratch.db, worker % 2 ? "reject" : "accept", part)
    })
  )

  expect(await countersOf(scratch.db, mailing)).toMatchObject({
    pending: 0,
    sent: 200,
    failed: 200,
    reserved: 0,
    used: 200,
  })
})

/** How many deliveries this connection has changed in place since it last reported. */
async function changedInPlace(tx: Database): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    "SELECT pg_stat_get_xact_tuples_hot_updated('mpmd_delivery'::regclass)::int AS n"
  )
  return row!.n
}

describe("a mail of a mailing costs its table's indexes nothing", () => {
  it("since none of them names what claim, mark and a success change", async () => {
    const indexes = await scratch.db.query<{ indexdef: string }>(
      "SELECT indexdef FROM pg_indexes WHERE tablename = 'mpmd_delivery'"
    )
    const changing = /\b(state|attempt|claimed_by|lease_until|sent_at|response|smtp_code|smtp_enhanced)\b/

    expect(indexes.length).toBeGreaterThan(5)
    expect(indexes.map(({ indexdef }) => indexdef).filter((definition) => changing.test(definition))).toEqual(
      []
    )
  })

  it("so that its row is written once, and in place", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 1 })
    const [delivery] = await claimRange(scratch.db, HOLDER, mailing, 1)
    const { id, attempt } = delivery!

    const inPlace = await scratch.db.transaction(async (tx) => {
      const before = await changedInPlace(tx)
      await mark(tx, HOLDER, [delivery!])
      await transition(tx, "accept", [{ id, attempt }])
      return (await changedInPlace(tx)) - before
    })

    expect(inPlace).toBe(1)
  })
})
