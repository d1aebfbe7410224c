/** Leases: what a dispatcher holds stays its own as long as it gives signs of life. */
import { transition } from "../../src/modules/mail/deliveries/change-state"
import {
  claimDue,
  type ClaimedDelivery,
  claimRange,
  renewLeases,
} from "../../src/modules/mail/deliveries/claim"
import { MARKED_IN_RANGE } from "../../src/modules/mail/deliveries/leases"
import { mark } from "../../src/modules/mail/deliveries/mark"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { endLease, seedMailing, standingOf } from "../support/mailings"

const HOLDER = { id: "disp_test", leaseSeconds: 60 }
const LONGER = { ...HOLDER, leaseSeconds: 600 }
const LONG = 5 * 60_000

let scratch: ScratchDatabase

beforeAll(async () => {
  scratch = await createMailTables()
})
afterAll(() => scratch.drop())

/** Those of them whose lease lasts for long, in their order. */
async function prolonged(held: readonly ClaimedDelivery[]): Promise<string[]> {
  const standings = await Promise.all(held.map(({ id }) => standingOf(scratch.db, id)))
  return held.flatMap(({ id }, n) => (standings[n]!.lease_until!.getTime() > Date.now() + LONG ? id : []))
}

async function takenByTime(mailing: string, count: number): Promise<ClaimedDelivery[]> {
  const fresh = await claimRange(scratch.db, HOLDER, mailing, count)
  await transition(
    scratch.db,
    "release",
    fresh.map(({ id, attempt }) => ({ id, attempt }))
  )
  return claimDue(scratch.db, HOLDER, { mailing }, count)
}

it("of what was taken one by one are prolonged without waiting for a row that another statement has locked; its turn comes", async () => {
  const held = await takenByTime(await seedMailing(scratch.db, { recipients: 3 }), 3)
  const ids = held.map(({ id }) => id)

  await scratch.db.transaction(async (outcomes) => {
    await outcomes.query("SELECT id FROM mpmd_delivery WHERE id = $1 FOR UPDATE", [ids[1]])
    await renewLeases(scratch.db, LONGER, held)
  })
  expect(await prolonged(held)).toEqual([ids[0], ids[2]])

  await renewLeases(scratch.db, LONGER, held)
  expect(await prolonged(held)).toEqual(ids)
})

it("of a range are prolonged as one, as long as some of it is held, and not while its mark is being written", async () => {
  const mailing = await seedMailing(scratch.db, { recipients: 3 })
  const range = await claimRange(scratch.db, HOLDER, mailing, 3)

  await scratch.db.transaction(async (mark) => {
    await mark.query("SELECT id FROM mpmd_claim WHERE mailing_id = $1 FOR UPDATE", [mailing])
    await renewLeases(scratch.db, LONGER, range)
  })
  expect(await prolonged(range)).toEqual([])

  await renewLeases(scratch.db, LONGER, range.slice(2))
  expect(await prolonged(range)).toEqual(range.map(({ id }) => id))
})

it("are looked up once for a statement, however many rows it asks about", async () => {
  // However many rows Postgres thinks that there are.
  await claimRange(scratch.db, HOLDER, await seedMailing(scratch.db, { recipients: 50_000 }), 2)
  await scratch.db.query("ANALYZE mpmd_delivery")
  const plan = await scratch.db.query<{ "QUERY PLAN": string }>(
    `EXPLAIN (VERBOSE) SELECT count(*) FROM mpmd_delivery d WHERE NOT ${MARKED_IN_RANGE}`
  )
  const lines = plan.map((line) => line["QUERY PLAN"]).join("\n")
  expect(lines).toContain("(hashed SubPlan 1)")
  expect(lines).toContain("IDX_mpmd_delivery_position")
})

it("of a range last longer with each mark", async () => {
  const range = await claimRange(scratch.db, HOLDER, await seedMailing(scratch.db, { recipients: 2 }), 2)
  await mark(scratch.db, LONGER, range.slice(0, 1))
  expect(await prolonged(range)).toEqual(range.map(({ id }) => id))
})

it("that are over, or somebody else's, are not prolonged", async () => {
  const range = await claimRange(scratch.db, HOLDER, await seedMailing(scratch.db, { recipients: 2 }), 2)
  await renewLeases(scratch.db, { ...LONGER, id: "disp_other" }, range)
  await endLease(scratch.db, range[0]!.id, "1 second")
  await renewLeases(scratch.db, LONGER, range)

  expect(await prolonged(range)).toEqual([])
})
