/** Freezing an audience: who gets a delivery, what it carries, and that it is always what was counted. */
import { countAudience } from "../../src/modules/mail/audience/count"
import { memberVariables } from "../../src/modules/mail/audience/member-variables"
import { insertMemberDeliveries, type MemberDeliveries } from "../../src/modules/mail/audience/prepare"
import { personName } from "../../src/modules/mail/formats/person-name"
import { INCLUDES, type PlainAudience, PURPOSES } from "../../src/modules/mail/words"
import { aCustomer, aMember, knownAddress } from "../support/factories"
import { storeOfStories } from "../support/store-of-stories"

const scratch = storeOfStories()

function prepare(changes: Partial<MemberDeliveries> = {}) {
  return scratch.db.transaction((tx) =>
    insertMemberDeliveries(tx, {
      mailingId: "mling_1",
      contentId: "mcont_1",
      audience: { filter: {} },
      purpose: "marketing",
      variables: [],
      quotaMonth: "2026-11",
      ...changes,
    })
  )
}

const deliveries = () =>
  scratch.db.query<Record<string, unknown>>(
    `SELECT id, kind, mailing_id, position, dedupe_key, content_id, customer_id, email, address, recipient_name,
       variables, state, quota_month FROM mpmd_delivery ORDER BY position`
  )

it("makes one pending delivery for each address, to the spelling of the customer", async () => {
  await aMember(scratch.db, { id: "b", email: " Bar@X.jp", first_name: "Bar", last_name: "Baz" })
  await aMember(scratch.db, { id: "a", email: "Foo@x.jp" })

  expect((await prepare()).inserted).toBe(2)
  expect(await deliveries()).toEqual([
    {
      id: "mdlv_1_000000001",
      kind: "member",
      mailing_id: "mling_1",
      position: 1,
      dedupe_key: "bar@x.jp",
      content_id: "mcont_1",
      customer_id: "b",
      email: "Bar@X.jp",
      address: "bar@x.jp",
      recipient_name: "Bar Baz",
      variables: {},
      state: "pending",
      quota_month: "2026-11",
    },
    expect.objectContaining({ id: "mdlv_1_000000002", position: 2, customer_id: "a", recipient_name: null }),
  ])
})

it("prefers the account to the guest, then the oldest, then the lowest id", async () => {
  const old = { email: "a@x.jp", has_account: false, created_at: "2020-01-01" }
  await aMember(scratch.db, { ...old, id: "guest" })
  await aMember(scratch.db, { ...old, id: "account-2", email: "A@x.jp", has_account: true })
  await aMember(scratch.db, { ...old, id: "account-1", email: "a@X.jp", has_account: true })
  await aMember(scratch.db, { id: "newer", email: "A@X.jp", created_at: "2021-01-01" })

  const { unsendable } = await prepare()

  expect(await deliveries()).toEqual([expect.objectContaining({ customer_id: "account-1", email: "a@X.jp" })])
  expect(unsendable.duplicate_address).toBe(3)
})

it("carries those variables that the content names, and no more", async () => {
  const metadata = { tier: "gold", size: { shoe: 38 }, secret: "x" }
  await aMember(scratch.db, {
    id: "a",
    email: "Hana@x.jp",
    first_name: "Hana",
    last_name: "Mori",
    phone: "03",
    metadata,
  })
  const variables = [
    "member.name",
    "member.email",
    "member.phone",
    "member.metadata.tier",
    "member.metadata.size.shoe",
    "member.metadata.absent",
    "store.name",
    "unsubscribe_url",
  ]

  await prepare({ variables })

  const expected = {
    member: {
      name: "Hana Mori",
      email: "Hana@x.jp",
      phone: "03",
      metadata: { tier: "gold", size: { shoe: 38 }, absent: null },
    },
  }
  expect((await deliveries())[0]!.variables).toEqual(expected)
  expect(await memberVariables(scratch.db, "a", variables)).toEqual(expected)
})

it("carries the whole metadata if the content names it whole", async () => {
  await aMember(scratch.db, { metadata: { tier: "gold" }, email: "a@x.jp" })
  await aMember(scratch.db, { metadata: null, email: "b@x.jp" })

  await prepare({ variables: ["member.metadata", "member.metadata.tier"] })

  expect((await deliveries()).map(({ variables }) => variables)).toEqual([
    { member: { metadata: { tier: "gold" } } },
    { member: { metadata: {} } },
  ])
})

it.each([50, 51, 60, 1_000])(
  "carries %i fields of the metadata, however few a function of Postgres takes at once",
  async (count) => {
    const metadata = Object.fromEntries(Array.from({ length: count }, (_, n) => [`field_${n}`, n]))
    await aMember(scratch.db, { id: "a", metadata: { ...metadata, secret: "x" } })
    const variables = Object.keys(metadata).map((key) => `member.metadata.${key}`)

    await prepare({ variables })

    expect((await deliveries())[0]!.variables).toEqual({ member: { metadata } })
    expect(await memberVariables(scratch.db, "a", variables)).toEqual({ member: { metadata } })
  }
)

it("calls people by the one rule of names, in SQL as everywhere else", async () => {
  const parts = [
    "",
    null,
    " Amelia ",
    "García",
    "Mary Ann",
    "花子",
    "高橋",
    "ハナコ",
    "ﾊﾅｺ",
    "김",
    "민수",
    "小明",
    "𠮷野",
    "渡邉\u{E0100}",
    "佐々",
    "々",
    "O'Neil",
    "田中 Jr.",
  ]
  const people = parts.flatMap((first_name) => parts.map((last_name) => ({ first_name, last_name })))
  for (const [n, person] of people.entries()) {
    await aMember(scratch.db, { email: `${String(n).padStart(3, "0")}@x.jp`, ...person })
  }
  await prepare({ variables: ["member.name"] })
  const names = (await deliveries()).map(({ recipient_name }) => recipient_name)
  expect(names).toEqual(people.map((person) => personName(person) || null))
  expect(names).toEqual(expect.arrayContaining(["高橋花子", "Amelia García", "김민수", "𠮷野花子"]))
})

it("refuses a variable that does not exist, and inserts nothing", async () => {
  await aMember(scratch.db)

  await expect(prepare({ variables: ["member.password"] })).rejects.toThrow(/member\.password/)
  await expect(prepare({ variables: ["member"] })).rejects.toThrow(/Unknown variable/)
  expect(await deliveries()).toEqual([])
})

it("does not know a customer who is deleted or was never there", async () => {
  await aCustomer(scratch.db, { id: "gone", deleted_at: "2026-01-01" })

  await expect(memberVariables(scratch.db, "gone", [])).rejects.toThrow(/gone was not found/)
})

it("refuses to freeze one mailing twice", async () => {
  await aMember(scratch.db)
  await prepare()

  await expect(prepare()).rejects.toMatchObject({ code: "23505" })
  expect(await deliveries()).toHaveLength(1)
})

describe("what is counted and what is frozen", () => {
  /** A small generator of numbers, so that a failing store can be made again from its seed. */
  function numbers(seed: number): (below: number) => number {
    let state = seed
    return (below) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * below)
    }
  }

  const EMAILS = [
    "a@x.jp",
    "A@x.jp",
    " a@X.jp",
    "b@x.jp",
    "B@X.JP",
    "İ@x.jp",
    "i@x.jp",
    "c@x.jp",
    "bad",
    "",
    null,
  ]
  const TIMES = ["2026-01-01", "2026-02-01", "2026-03-01"]

  async function randomStore(seed: number): Promise<void> {
    const below = numbers(seed)
    const one = <Value>(values: readonly Value[]) => values[below(values.length)]!
    for (let index = 0; index < 30; index += 1) {
      const seeded = {
        id: `cus_${index}`,
        email: one(EMAILS),
        has_account: below(2) === 0,
        created_at: one(TIMES),
        opted_in_at: below(3) ? one(TIMES) : undefined,
      }
      // Medusa allows one account and one guest per spelling: a second one is simply not there.
      await aCustomer(scratch.db, seeded).catch((error: { code?: string }) =>
        expect(error.code).toBe("23505")
      )
    }
    for (const email of ["a@x.jp", "b@x.jp", "i@x.jp", "c@x.jp"]) {
      await knownAddress(scratch.db, email, {
        unsubscribed_at: below(2) ? one(TIMES) : null,
        complained_at: below(8) ? null : one(TIMES),
        invalid: below(6) === 0,
      })
    }
  }

  const seeds = Array.from({ length: 40 }, (_, index) => index + 1)

  it.each(seeds)("agree in the random store %i, whatever the terms", async (seed) => {
    await randomStore(seed)
    for (const purpose of PURPOSES) {
      for (const include of INCLUDES) {
        const audience: PlainAudience = { filter: {}, include }
        const counted = await countAudience(scratch.db, audience, purpose)
        const frozen = await prepare({ audience, purpose })

        expect(frozen).toEqual({ inserted: counted.sendable.count, unsendable: counted.unsendable })
        expect(counted.matched).toBe(counted.sendable.count + counted.unsendable.count)
        const { count, ...byConsent } = counted.sendable
        expect(byConsent.opted_in + byConsent.not_asked + byConsent.opted_out).toBe(count)
        const positions = (await deliveries()).map(({ position }) => position)
        expect(positions).toEqual(positions.map((_, index) => index + 1))
        await scratch.db.query("DELETE FROM mpmd_delivery")
      }
    }
  })
})
