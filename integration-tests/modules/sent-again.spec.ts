/** Mail that is sent once more goes to the person's address as it is now, by the same rules, and says so beforehand. */
import { transition } from "../../src/modules/mail/deliveries/change-state"
import { claimDue, claimRange } from "../../src/modules/mail/deliveries/claim"
import { getDelivery } from "../../src/modules/mail/deliveries/ledger"
import { mark } from "../../src/modules/mail/deliveries/mark"
import { previewResend, resendDelivery } from "../../src/modules/mail/deliveries/resend"
import { retryMailing } from "../../src/modules/mail/mailings/retry"
import { previewRetry } from "../../src/modules/mail/mailings/retry-preview"
import type { QuotaLimits } from "../../src/modules/mail/quota/quota"
import type { Database } from "../../src/modules/mail/sql/database"
import type { MailingKind } from "../../src/modules/mail/words"
import type { ScratchDatabase } from "../support/database"
import { seedContent } from "../support/engine"
import { anOrder, emptyStore, knownAddress } from "../support/factories"
import { countersOf, seedCustomers, seedMailing } from "../support/mailings"
import { createStoreTables, MIGRATING } from "../support/store-tables"

const UNLIMITED: QuotaLimits = { monthlyQuota: null, timezone: "UTC" }
const HOLDER = { id: "disp_test", leaseSeconds: 60 }

jest.setTimeout(30_000)

let scratch: ScratchDatabase
let db: Database

beforeAll(async () => {
  scratch = await createStoreTables()
  ;({ db } = scratch)
}, MIGRATING)
beforeEach(() => seedCustomers(db, 10))
afterEach(async () => {
  await emptyStore(db)
  await db.query("TRUNCATE mpmd_delivery_event, mpmd_quota_entry")
})
afterAll(() => scratch.drop())

/** To `1@x.test`, `2@x.test` …, of which those at these positions were refused for the address's sake. */
async function aMailing(recipients: number, failed: number[], kind: MailingKind = "member"): Promise<string> {
  const id = await seedMailing(db, { recipients, kind, contentId: await seedContent(db) })
  const claimed = await claimRange(db, HOLDER, id, recipients)
  await mark(db, HOLDER, claimed)
  const changes = claimed.map(({ id, attempt }) => ({ id, attempt, reason: null as string | null }))
  const isRefused = ({ id }: { id: string }) => failed.includes(Number(id.slice(-8)))
  await transition(
    db,
    "accept",
    changes.filter((change) => !isRefused(change))
  )
  await transition(
    db,
    "reject",
    changes.filter(isRefused).map((change) => ({ ...change, reason: "address_invalid", response: "550" }))
  )
  return id
}

const correct = (customer: number, email: string | null) =>
  db.query("UPDATE customer SET email = $2 WHERE id = $1", [`cus_${customer}`, email])
const becomeGuest = (customer: number) =>
  db.query("UPDATE customer SET has_account = false WHERE id = $1", [`cus_${customer}`])
const flag = (email: string) => knownAddress(db, email, { invalid: true })
const retry = (id: string, limits = UNLIMITED) => retryMailing(db, limits, id, ["failed"], "user_1")
const preview = (id: string) => previewRetry(db, UNLIMITED, id, ["failed"])
const idOf = (mailing: string, position: number) => `mdlv_${mailing}_${String(position).padStart(8, "0")}`
/** What a dispatcher may send now, by the rule that is asked last. */
async function leaving(mailing: string): Promise<string[]> {
  const claimed = await claimDue(db, HOLDER, { mailing }, 100)
  const { sending } = await mark(db, HOLDER, claimed)
  return claimed
    .filter(({ id }) => sending.has(id))
    .map(({ email }) => email)
    .sort()
}

describe("a mailing's failed mails", () => {
  it("flagged, corrected and sent again, the mail arrives at the corrected address, and the old one is on record", async () => {
    const mailing = await aMailing(3, [2])
    await flag("2@x.test")
    await db.query(
      `UPDATE mpmd_delivery SET variables = '{"member": {"name": "Hanako", "email": "2@x.test"}}' WHERE id = $1`,
      [idOf(mailing, 2)]
    )
    await correct(2, " Hanako@x.test ")

    expect(await preview(mailing)).toMatchObject({
      matched: 1,
      sendable: { count: 1, readdressed: 1 },
      unsendable: { count: 0 },
      changes: [{ delivery_id: idOf(mailing, 2), from: "2@x.test", to: "Hanako@x.test" }],
    })
    expect(await retry(mailing)).toBe(1)

    expect(await leaving(mailing)).toEqual(["Hanako@x.test"])
    const delivery = await getDelivery(db, idOf(mailing, 2))
    expect(delivery).toMatchObject({ email: "Hanako@x.test", state: "sending" })
    expect(delivery.events.find(({ reason }) => reason === "readdressed")).toMatchObject({
      email: "2@x.test",
      actor_id: "user_1",
    })
    const [row] = await db.query(
      "SELECT address, dedupe_key, variables->'member' AS member FROM mpmd_delivery WHERE id = $1",
      [idOf(mailing, 2)]
    )
    expect(row).toEqual({
      address: "hanako@x.test",
      dedupe_key: "hanako@x.test",
      member: { name: "Hanako", email: "Hanako@x.test" },
    })
  })

  it("whoever may not be written to now stays where they are, each under a reason told beforehand", async () => {
    const mailing = await aMailing(8, [1, 2, 3, 4, 5, 6, 7])
    await flag("1@x.test")
    await correct(2, "withdrawn@x.test")
    await knownAddress(db, "withdrawn@x.test", { unsubscribed_at: "2026-01-01" })
    await becomeGuest(3)
    await correct(3, "8@x.test")
    await db.query("UPDATE customer SET deleted_at = now() WHERE id = 'cus_4'")
    await correct(5, "no address")
    await correct(6, null)

    expect(await preview(mailing)).toMatchObject({
      matched: 7,
      sendable: { count: 1, readdressed: 0 },
      unsendable: { count: 6, invalid: 2, opted_out: 1, duplicate_address: 1, not_found: 1, no_address: 1 },
      quota: { wanted: 1, fits: true },
    })
    expect(await retry(mailing)).toBe(1)

    expect(await leaving(mailing)).toEqual(["7@x.test"])
    expect(await countersOf(db, mailing)).toMatchObject({ failed: 6, pending: 1, skipped: 0, sent: 1 })
  })

  it("of those who have one address now, one gets it: who had it before, or else the first", async () => {
    const mailing = await aMailing(5, [1, 2, 3, 4])
    await becomeGuest(1)
    await correct(1, "3@x.test")
    await correct(2, "shared@x.test")
    await correct(4, "Shared@x.test")

    expect(await preview(mailing)).toMatchObject({
      sendable: { count: 2, readdressed: 1 },
      unsendable: { count: 2, duplicate_address: 2 },
    })
    await retry(mailing)

    expect(await leaving(mailing)).toEqual(["3@x.test", "shared@x.test"])
    expect((await preview(mailing)).unsendable).toEqual({ count: 2, duplicate_address: 2 })
  })

  it("the quota is asked for those alone who go", async () => {
    const mailing = await aMailing(3, [1, 2, 3])
    await flag("1@x.test")
    await flag("2@x.test")

    await expect(retry(mailing, { monthlyQuota: 0, timezone: "UTC" })).rejects.toMatchObject({
      code: "over_quota",
    })
    expect(await retry(mailing, { monthlyQuota: 1, timezone: "UTC" })).toBe(1)
  })

  it("if nobody is left, that is said, and nothing changes", async () => {
    const mailing = await aMailing(2, [2])
    await flag("2@x.test")
    const before = await countersOf(db, mailing)

    await expect(retry(mailing)).rejects.toMatchObject({
      type: "not_allowed",
      code: "none_to_retry",
      message: "None of the 1 mails can be sent again (invalid: 1).",
    })
    expect(await countersOf(db, mailing)).toEqual(before)
  })

  it("an uncertain mail follows its person too", async () => {
    const mailing = await seedMailing(db, { recipients: 1 })
    const claimed = await claimRange(db, HOLDER, mailing, 1)
    await mark(db, HOLDER, claimed)
    await transition(db, "lose", [{ id: claimed[0]!.id, attempt: 1, reason: "no_reply" }])
    await correct(1, "new@x.test")

    await retryMailing(db, UNLIMITED, mailing, ["uncertain"], null)

    expect(await leaving(mailing)).toEqual(["new@x.test"])
  })
})

describe("mail about orders", () => {
  const aboutOrder = (mailing: string, position: number, order: string) =>
    db.query("UPDATE mpmd_delivery SET order_id = $2 WHERE id = $1", [idOf(mailing, position), order])
  it("goes to the account's address, and of a guest to the order's own, or to the one that was corrected", async () => {
    const mailing = await aMailing(4, [1, 2, 3, 4], "order")
    for (const position of [1, 2, 3, 4]) {
      await aboutOrder(mailing, position, `o${position}`)
    }
    await anOrder(db, { id: "o1", customer_id: "cus_1", email: "1@x.test" })
    await correct(1, "account@x.test")
    await becomeGuest(2)
    await anOrder(db, { id: "o2", customer_id: "cus_2", email: "order@x.test" })
    await becomeGuest(3)
    await anOrder(db, { id: "o3", customer_id: "cus_3", email: "3@x.test" })
    await correct(3, "guest@x.test")
    await db.query("UPDATE customer SET deleted_at = now() WHERE id = 'cus_4'")

    expect(await preview(mailing)).toMatchObject({
      sendable: { count: 3, readdressed: 3 },
      unsendable: { count: 1, not_found: 1 },
    })
    await retry(mailing)

    expect(await leaving(mailing)).toEqual(["account@x.test", "guest@x.test", "order@x.test"])
    const [row] = await db.query("SELECT dedupe_key FROM mpmd_delivery WHERE id = $1", [idOf(mailing, 1)])
    expect(row).toEqual({ dedupe_key: "1@x.test" })
  })

  it("resent, it goes there too: told before and after, flagged or not", async () => {
    const mailing = await aMailing(1, [1], "order")
    await aboutOrder(mailing, 1, "o1")
    await anOrder(db, { id: "o1", customer_id: "cus_1", email: "1@x.test" })
    await correct(1, "new@x.test")
    await flag("new@x.test")
    const told = { to: "new@x.test", former: "1@x.test", readdressed: true, warning: "invalid" }
    expect(await previewResend(db, idOf(mailing, 1))).toEqual(told)
    const resent = await resendDelivery(db, idOf(mailing, 1), "user_1")

    expect(resent).toMatchObject(told)
    expect(await getDelivery(db, resent.id)).toMatchObject({
      email: "new@x.test",
      events: [{ reason: "resent", email: "1@x.test", actor_id: "user_1" }],
    })
  })

  it("is not resent to whom nobody knows any more", async () => {
    const mailing = await aMailing(1, [1], "order")
    await db.query("UPDATE customer SET deleted_at = now() WHERE id = 'cus_1'")

    for (const way of [previewResend(db, idOf(mailing, 1)), resendDelivery(db, idOf(mailing, 1), null)]) {
      await expect(way).rejects.toMatchObject({ type: "not_allowed", code: "no_present_address" })
    }
  })
})
