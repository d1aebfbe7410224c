/** The failures of all mailings in one list, and what was sent on each day of a month. */
import { transition } from "../../src/modules/mail/deliveries/change-state"
import { exportDeliveries } from "../../src/modules/mail/deliveries/export"
import {
  type FailedDeliveryListOptions,
  listFailedDeliveries,
} from "../../src/modules/mail/deliveries/failed"
import { listDeliveries } from "../../src/modules/mail/deliveries/ledger"
import { countReasons } from "../../src/modules/mail/deliveries/reasons"
import { setInvalid } from "../../src/modules/mail/members/flags"
import { listMembers } from "../../src/modules/mail/members/list"
import { setFlags } from "../../src/modules/mail/members/set-consent"
import { activityOf } from "../../src/modules/mail/quota/activity"
import type { DeliveryState } from "../../src/modules/mail/words"
import type { ScratchDatabase } from "../support/database"
import { aMember, emptyStore } from "../support/factories"
import { forceState, seedMailing } from "../support/mailings"
import { createStoreTables, MIGRATING } from "../support/store-tables"

let scratch: ScratchDatabase

beforeAll(async () => {
  scratch = await createStoreTables()
}, MIGRATING)
afterEach(async () => {
  await emptyStore(scratch.db)
  await scratch.db.query("TRUNCATE mpmd_delivery_event, mpmd_quota_entry")
})
afterAll(() => scratch.drop())

/** A mailing to one recipient whose mail the server refuses now. @returns the delivery. */
async function refused(response: string, address: string): Promise<string> {
  const mailing = await seedMailing(scratch.db, { recipients: 1, withoutConsent: true })
  const id = await forceState(scratch.db, mailing, "sending")
  await scratch.db.query("UPDATE mpmd_delivery SET email = $2, address = lower($2) WHERE id = $1", [
    id,
    address,
  ])
  await scratch.db.query(`UPDATE mpmd_mailing SET content = '{"subject": "Autumn"}' WHERE id = $1`, [mailing])
  await transition(scratch.db, "reject", [{ id, attempt: 1, reason: "address_invalid", response, code: 550 }])
  return id
}

const list = (options: Partial<FailedDeliveryListOptions> = {}) =>
  listFailedDeliveries(scratch.db, { limit: 50, ...options })
const addresses = async (options: Partial<FailedDeliveryListOptions> = {}) =>
  (await list(options)).failures.map(({ email }) => email)

it("shows whom no mailing could reach, the latest failure first, in the server's words", async () => {
  await refused("550 5.1.1 unknown", "old@x.test")
  await refused("550 5.1.1 no such user", "New@x.test")
  await seedMailing(scratch.db, { recipients: 3, withoutConsent: true })

  const { failures, next } = await list()

  expect(failures.map(({ email }) => email)).toEqual(["New@x.test", "old@x.test"])
  expect(failures[0]).toMatchObject({
    state: "failed",
    reason: "address_invalid",
    response: "550 5.1.1 no such user",
    mailing_subject: "Autumn",
    failed_at: expect.any(Date),
    invalid: false,
  })
  expect(next).toBeNull()
})

it("goes on where the last page ended, whatever failed meanwhile and however many at once", async () => {
  const together = await seedMailing(scratch.db, { recipients: 5, withoutConsent: true })
  await scratch.db.query("UPDATE mpmd_delivery SET state = 'sending', attempt = 1")
  await transition(
    scratch.db,
    "reject",
    [1, 2, 3, 4, 5].map((n) => ({ id: `mdlv_${together}_0000000${n}`, attempt: 1, reason: "policy" }))
  )

  const first = await list({ limit: 2 })
  await refused("550", "meanwhile@x.test")
  const second = await list({ limit: 2, after: first.next! })
  const third = await list({ limit: 2, after: second.next! })

  const seen = [first, second, third].flatMap(({ failures }) => failures.map(({ email }) => email))
  expect(seen.sort()).toEqual([1, 2, 3, 4, 5].map((n) => `${n}@x.test`))
  expect(third.next).toBeNull()
  await expect(list({ after: "mdev_none" })).rejects.toThrow(/^after:/)
})

it("tells what was refused at once from what came back later and what was called spam, each with pages of its own", async () => {
  await refused("550", "refused@x.test")
  for (const [step, address] of [
    ["bounce", "back@x.test"],
    ["complain", "spam@x.test"],
  ] as const) {
    const id = await refused("550", address)
    await scratch.db.query("UPDATE mpmd_delivery SET state = 'sent' WHERE id = $1", [id])
    await transition(scratch.db, step, [{ id, attempt: 1, reason: "policy" }])
  }
  expect(await addresses()).toEqual(["spam@x.test", "back@x.test", "refused@x.test"])
  expect(await addresses({ state: ["failed"] })).toEqual(["refused@x.test"])
  expect(await addresses({ state: ["bounced"] })).toEqual(["back@x.test"])
  expect(await addresses({ state: ["complained", "failed"] })).toEqual(["spam@x.test", "refused@x.test"])
  const { next } = await list({ state: ["complained", "failed"], limit: 1 })
  expect(await addresses({ state: ["complained", "failed"], after: next! })).toEqual(["refused@x.test"])
})

it("leaves out what was sent again since then, and samples to oneself", async () => {
  const id = await refused("550", "again@x.test")
  const sample = await refused("550", "sample@x.test")
  await scratch.db.query("UPDATE mpmd_delivery SET kind = 'test' WHERE id = $1", [sample])
  expect(await addresses()).toEqual(["again@x.test"])

  await transition(scratch.db, "retry", [{ id, attempt: 1, quotaMonth: "2026-11" }])
  expect(await addresses()).toEqual([])

  await scratch.db.query("UPDATE mpmd_delivery SET state = 'sending', attempt = 2 WHERE id = $1", [id])
  await transition(scratch.db, "reject", [{ id, attempt: 2, reason: "policy" }])
  expect(await addresses()).toEqual(["again@x.test"])
})

it("knows which addresses are flagged now, in every list of deliveries", async () => {
  const id = await refused("550", "Gone@x.test")
  await refused("550", "full@x.test")
  await setInvalid(scratch.db, { emails: ["gone@X.test"], invalid: true })

  expect(await addresses({ invalid: true })).toEqual(["Gone@x.test"])
  expect(await addresses({ invalid: false })).toEqual(["full@x.test"])
  const { deliveries } = await listDeliveries(scratch.db, { limit: 10, offset: 0 })
  expect(deliveries.filter(({ invalid }) => invalid).map((delivery) => delivery.id)).toEqual([id])
})

it("offers to flag an address as often as its failure promises, until a mail arrives there again", async () => {
  const failed = async (reason: string, address: string, customer: string) => {
    const id = await refused("550", address)
    await scratch.db.query("UPDATE mpmd_delivery SET reason = $2, customer_id = $3 WHERE id = $1", [
      id,
      reason,
      customer,
    ])
  }
  const offered = async (address: string) =>
    (await list()).failures.filter(({ email }) => email === address).map(({ flag_offered }) => flag_offered)

  await failed("address_invalid", "gone@x.test", "cus_gone")
  await failed("policy", "strict@x.test", "cus_strict")
  await failed("inactive", "off@x.test", "cus_off")
  await failed("mailbox_full", "full@x.test", "cus_full")
  await failed("mailbox_full", "full@x.test", "cus_full")
  expect(await Promise.all(["gone@x.test", "strict@x.test", "off@x.test"].map(offered))).toEqual([
    [true],
    [false],
    [false],
  ])
  expect(await offered("full@x.test")).toEqual([false, false])

  await failed("inactive", "off@x.test", "cus_off")
  await failed("mailbox_full", "full@x.test", "cus_full")
  expect(await offered("off@x.test")).toEqual([true, true])
  expect(await offered("full@x.test")).toEqual([true, true, true])

  await failed("inactive", "off@x.test", "cus_off")
  await scratch.db.query(
    "UPDATE mpmd_delivery SET state = 'sent', reason = NULL, sent_at = now() + interval '1 second' WHERE id = " +
      "(SELECT id FROM mpmd_delivery WHERE address = 'off@x.test' LIMIT 1)"
  )
  expect(await offered("off@x.test")).toEqual([false, false])
})

describe("what a person decides about an address that failed", () => {
  const offered = async () => (await list()).failures.map(({ flag_offered }) => flag_offered)

  it("flagged from the list, it keeps the server's words and the mailing", async () => {
    await aMember(scratch.db, { email: "Gone@x.test" })
    const id = await refused("550 5.1.1 no such user", "gone@x.test")

    expect(await setFlags(scratch.db, { delivery_ids: [id], invalid: true })).toEqual({ updated: 1 })

    const { members } = await listMembers(scratch.db, {})
    expect(members).toMatchObject([
      {
        invalid: true,
        invalid_class: "address_invalid",
        invalid_reason: "550 5.1.1 no such user",
        invalid_since: expect.any(Date),
        invalid_delivery_id: id,
        invalid_mailing_id: expect.stringMatching(/^mling_/),
        invalid_mailing_subject: "Autumn",
      },
    ])
  })

  it("left out, it is not proposed again, until a later mail fails there", async () => {
    const id = await refused("550", "fine@x.test")
    expect(await offered()).toEqual([true])

    expect(await setFlags(scratch.db, { delivery_ids: [id], invalid: false })).toEqual({ updated: 0 })
    expect(await offered()).toEqual([false])

    await refused("550", "fine@x.test")
    expect(await offered()).toEqual([true, false])
  })

  it("its flag cleared, what failed before is not proposed again either", async () => {
    const id = await refused("550", "back@x.test")
    await setFlags(scratch.db, { delivery_ids: [id], invalid: true })
    expect(await setFlags(scratch.db, { emails: ["BACK@x.test"], invalid: false })).toEqual({ updated: 1 })
    expect(await offered()).toEqual([false])
  })

  it("of a mail that was sent again meanwhile nothing is said, and an unknown one changes nothing", async () => {
    const id = await refused("550", "again@x.test")
    const other = await refused("550", "other@x.test")
    await transition(scratch.db, "retry", [{ id, attempt: 1, quotaMonth: "2026-11" }])

    expect(await setFlags(scratch.db, { delivery_ids: [id], invalid: true })).toEqual({ updated: 0 })
    await expect(
      setFlags(scratch.db, { delivery_ids: [other, "mdlv_none"], invalid: true })
    ).rejects.toMatchObject({ type: "not_found", message: expect.stringContaining("mdlv_none") })
    expect(await addresses({ invalid: true })).toEqual([])
  })
})

it("a month's activity counts by the store's days: mailings by their counters, single mail one by one", async () => {
  const mailing = async (kind: "member" | "order", sent: number, started: string) => {
    const id = await seedMailing(scratch.db, { kind, recipients: 1, withoutConsent: true })
    await scratch.db.query("UPDATE mpmd_mailing SET sent = $2, started_at = $3 WHERE id = $1", [
      id,
      sent,
      started,
    ])
    return id
  }
  await mailing("member", 1000, "2026-11-02T10:00:00Z")
  await mailing("member", 5, "2026-11-02T14:59:59Z")
  // In Tokyo the next day has begun.
  await mailing("order", 7, "2026-11-02T15:00:00Z")
  await mailing("order", 99, "2026-10-31T14:59:59Z")
  const single = await mailing("member", 0, "2026-11-03T00:00:00Z")
  await scratch.db.query(
    "UPDATE mpmd_delivery SET kind = 'single', mailing_id = NULL, outside_sent_at = '2026-11-30T14:59:59Z' WHERE mailing_id = $1",
    [single]
  )

  const { month, days } = await activityOf(scratch.db, "2026-11", "Asia/Tokyo")

  expect([month, days.length, days[0]!.day, days[29]!.day]).toEqual([
    "2026-11",
    30,
    "2026-11-01",
    "2026-11-30",
  ])
  expect(days.filter(({ member, order, single }) => member + order + single)).toEqual([
    { day: "2026-11-02", member: 1005, order: 0, single: 0 },
    { day: "2026-11-03", member: 0, order: 7, single: 0 },
    { day: "2026-11-30", member: 0, order: 0, single: 1 },
  ])
})

describe("why mails of a mailing did not arrive", () => {
  /** Each position in its state, for its reason. */
  async function settledMailing(outcomes: [state: string, reason: string | null][]): Promise<string> {
    const id = await seedMailing(scratch.db, { recipients: outcomes.length, withoutConsent: true })
    await scratch.db.query(
      "UPDATE mpmd_delivery d SET state = o.state, reason = o.reason FROM unnest($2::text[], $3::text[]) " +
        "WITH ORDINALITY AS o(state, reason, n) WHERE d.mailing_id = $1 AND d.position = o.n",
      [id, outcomes.map(([state]) => state), outcomes.map(([, reason]) => reason)]
    )
    return id
  }

  const positions = async (mailing_id: string, part: { state?: DeliveryState[]; reason?: string[] }) => {
    const { deliveries, count } = await listDeliveries(scratch.db, {
      mailing_id,
      ...part,
      limit: 50,
      offset: 0,
    })
    expect(deliveries).toHaveLength(count)
    return deliveries.map(({ position }) => position)
  }

  it("is counted by reason, and each figure is the length of the list that it leads to", async () => {
    const id = await settledMailing([
      ["failed", "address_invalid"],
      ["failed", "mailbox_full"],
      ["failed", "address_invalid"],
      ["deferred", "transient"],
      ["skipped", "opted_out"],
      ["sent", null],
      ["pending", null],
      ["bounced", "mailbox_full"],
      // Sent again by a person: it says why, and is no exception any more.
      ["pending", "readdressed"],
    ])
    await settledMailing([["failed", "policy"]])

    const reasons = await countReasons(scratch.db, id)

    expect(reasons).toEqual([
      { state: "bounced", reason: "mailbox_full", count: 1 },
      { state: "deferred", reason: "transient", count: 1 },
      { state: "failed", reason: "address_invalid", count: 2 },
      { state: "failed", reason: "mailbox_full", count: 1 },
      { state: "skipped", reason: "opted_out", count: 1 },
    ])
    for (const { state, reason, count } of reasons) {
      expect(await positions(id, { state: [state], reason: [reason] })).toHaveLength(count)
    }
    expect(await positions(id, { reason: ["mailbox_full", "opted_out"] })).toEqual([2, 5, 8])
    expect(await positions(id, { state: ["failed"], reason: ["opted_out"] })).toEqual([])
  })

  it("comes as a file too", async () => {
    const id = await settledMailing([
      ["failed", "address_invalid"],
      ["failed", "mailbox_full"],
    ])
    const lines: string[] = []
    for await (const piece of exportDeliveries(scratch.db, id, { reason: ["mailbox_full"] })) {
      lines.push(...piece.trim().split("\r\n"))
    }

    expect(lines).toHaveLength(2)
    expect(lines[1]).toMatch(/^2,2@x\.test,.*,failed,mailbox_full,/)
  })
})
