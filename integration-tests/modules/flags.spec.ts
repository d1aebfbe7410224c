/** The invalid flag: of addresses, whoever has them. */
import { countAudience } from "../../src/modules/mail/audience/count"
import { listFlagEvents } from "../../src/modules/mail/members/flag-record"
import { setFlags, type SetFlagsInput } from "../../src/modules/mail/members/set-consent"
import type { ScratchDatabase } from "../support/database"
import { aMember, emptyStore, knownAddress } from "../support/factories"
import { createStoreTables, MIGRATING } from "../support/store-tables"

let scratch: ScratchDatabase

beforeAll(async () => {
  scratch = await createStoreTables()
}, MIGRATING)
afterEach(async () => {
  await emptyStore(scratch.db)
  await scratch.db.query("TRUNCATE mpmd_flag_event")
})
afterAll(() => scratch.drop())

const flag = (input: SetFlagsInput) => setFlags(scratch.db, input)

interface Row {
  email: string
  invalid: boolean
  invalid_class: string | null
  invalid_reason: string | null
  invalid_since: Date | null
}

const addresses = () =>
  scratch.db.query<Row>(
    "SELECT email, invalid, invalid_class, invalid_reason, invalid_since FROM mpmd_address ORDER BY email"
  )

const invalidCount = async () => (await countAudience(scratch.db, { filter: {} })).unsendable.invalid

it("is set for customers, with the words that tell why, and leaves them out of mailings", async () => {
  await aMember(scratch.db, { id: "a", email: "Foo@X.jp" })
  await aMember(scratch.db, { id: "b", email: "bar@x.jp" })

  expect(await flag({ customer_ids: ["a"], invalid: true, reason: "came back", class: "manual" })).toEqual({
    updated: 1,
  })
  expect(await addresses()).toEqual([
    {
      email: "foo@x.jp",
      invalid: true,
      invalid_class: "manual",
      invalid_reason: "came back",
      invalid_since: expect.any(Date),
    },
  ])
  expect(await invalidCount()).toBe(1)
})

it("holds for every customer with that address", async () => {
  await aMember(scratch.db, { id: "account", email: "a@x.jp" })
  await aMember(scratch.db, { id: "guest", email: "A@x.jp", has_account: false })

  expect(await flag({ customer_ids: ["guest", "account"], invalid: true })).toEqual({ updated: 1 })
  expect(await invalidCount()).toBe(2)
})

it("can be set for addresses in any spelling, of customers or not", async () => {
  await aMember(scratch.db, { email: "a@x.jp" })

  expect(await flag({ emails: [" A@x.JP", "a@x.jp", "stranger@y.jp", ""], invalid: true })).toEqual({
    updated: 2,
  })
  expect((await addresses()).map(({ email }) => email)).toEqual(["a@x.jp", "stranger@y.jp"])
  expect(await invalidCount()).toBe(1)
})

it("keeps the time since when when it is set again, and takes the newer words", async () => {
  await flag({ emails: ["a@x.jp"], invalid: true, reason: "550 unknown" })
  const [before] = await addresses()
  await flag({ emails: ["a@x.jp"], invalid: true, reason: "550 still unknown" })
  const [after] = await addresses()

  expect(after!.invalid_since).toEqual(before!.invalid_since)
  expect(after!.invalid_reason).toBe("550 still unknown")
})

it("is cleared without a trace in the address, and without touching a withdrawal", async () => {
  await aMember(scratch.db, { id: "a", email: "a@x.jp" })
  await knownAddress(scratch.db, "a@x.jp", { unsubscribed_at: "2026-02-01" })
  await flag({ customer_ids: ["a"], invalid: true, reason: "550" })

  expect(await flag({ customer_ids: ["a"], invalid: false })).toEqual({ updated: 1 })
  expect(await flag({ customer_ids: ["a"], invalid: false })).toEqual({ updated: 0 })
  expect(await addresses()).toEqual([
    { email: "a@x.jp", invalid: false, invalid_class: null, invalid_reason: null, invalid_since: null },
  ])
  expect((await countAudience(scratch.db, { filter: {} })).unsendable.opted_out).toBe(1)
})

it("falls away by itself when the customer changes their address", async () => {
  await aMember(scratch.db, { id: "a", email: "old@x.jp" })
  await flag({ customer_ids: ["a"], invalid: true })
  await scratch.db.query("UPDATE customer SET email = 'new@x.jp'")

  expect(await invalidCount()).toBe(0)
})

it("passes over customers without an address", async () => {
  await aMember(scratch.db, { id: "a", email: null })

  expect(await flag({ customer_ids: ["a"], invalid: true })).toEqual({ updated: 0 })
})

it("changes nothing if one customer is unknown", async () => {
  await aMember(scratch.db, { id: "a" })

  await expect(flag({ customer_ids: ["a", "cus_x"], invalid: true })).rejects.toMatchObject({
    type: "not_found",
    message: expect.stringContaining("cus_x"),
  })
  expect(await addresses()).toEqual([])
})

it("is on record: who set it and why, who cleared it, and only what was news", async () => {
  await aMember(scratch.db, { id: "a", email: "Foo@X.jp" })
  const by = (actor: string, input: SetFlagsInput) => setFlags(scratch.db, input, actor)
  await by("user_hanako", { emails: ["FOO@x.jp"], invalid: true, reason: "came back", class: "manual" })
  await by("user_taro", { customer_ids: ["a"], invalid: true })
  await by("user_taro", { customer_ids: ["a"], invalid: false })
  await by("user_taro", { customer_ids: ["a"], invalid: false })

  const { flags, count } = await listFlagEvents(scratch.db, { customer_id: "a", limit: 10, offset: 0 })

  expect(count).toBe(2)
  expect(flags).toEqual([
    expect.objectContaining({ action: "cleared", origin: "person", actor_id: "user_taro", reason: null }),
    expect.objectContaining({
      action: "flagged",
      origin: "person",
      actor_id: "user_hanako",
      reason: "came back",
      class: "manual",
      delivery_id: null,
      created_at: expect.any(Date),
    }),
  ])
})
