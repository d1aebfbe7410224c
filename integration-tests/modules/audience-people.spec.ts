/** The people behind each count: always as many as the count says, and those who get the mail are whom freezing takes. */
import { countAudience } from "../../src/modules/mail/audience/count"
import { exportAudience } from "../../src/modules/mail/audience/export"
import { listAudience, type PlainAudienceList } from "../../src/modules/mail/audience/people"
import { insertMemberDeliveries } from "../../src/modules/mail/audience/prepare"
import {
  CONSENTS,
  type Exclusion,
  EXCLUSIONS,
  INCLUDES,
  type PlainAudience,
  type Purpose,
  PURPOSES,
} from "../../src/modules/mail/words"
import { aCustomer, aMember, knownAddress } from "../support/factories"
import { storeOfStories } from "../support/store-of-stories"

const scratch = storeOfStories()

/** Page by page, two at a time. */
async function everyone(options: PlainAudienceList): Promise<string[]> {
  const ids: string[] = []
  let after: string | undefined
  do {
    const { people, next } = await listAudience(scratch.db, { ...options, after, limit: 2 })
    ids.push(...people.map(({ customer_id }) => customer_id))
    after = next ?? undefined
  } while (after)
  return ids
}

const leftOut = (reason: Exclusion, audience: PlainAudience = { filter: {} }) =>
  everyone({ audience, reason })

/** At least one person of each sort, and addresses that are shared in every way. */
async function mixedShop(): Promise<void> {
  const { db } = scratch
  await aMember(db, { id: "in" })
  await aCustomer(db, { id: "asked" })
  await aMember(db, { id: "out", email: "out@x.jp" })
  await knownAddress(db, "out@x.jp", { unsubscribed_at: "2026-06-01" })
  await aMember(db, { id: "nothing", email: null })
  await aMember(db, { id: "blank", email: "  " })
  await aMember(db, { id: "malformed", email: "hana@" })
  await aMember(db, { id: "malformed-too", email: "HANA@" })
  await aMember(db, { id: "flagged", email: "gone@x.jp" })
  await knownAddress(db, "gone@x.jp", { invalid: true })
  await aMember(db, { id: "spam", email: "spam@x.jp" })
  await knownAddress(db, "spam@x.jp", { complained_at: "2026-06-01" })
  // The account before its guest, whatever the spelling.
  await aMember(db, { id: "account", email: "Taro@x.jp" })
  await aMember(db, { id: "guest", email: " taro@X.jp ", has_account: false })
  await aCustomer(db, { id: "guest-not-asked", email: "TARO@x.jp", has_account: false })
  await aMember(db, { id: "kana", email: "jiro@例え.jp" })
  await aMember(db, { id: "puny", email: "jiro@xn--r8jz45g.jp", created_at: "2020-01-01" })
  // Of these two the account is not asked: with the opted-in only, the guest gets the mail.
  await aCustomer(db, { id: "silent", email: "hanako@x.jp" })
  await aMember(db, { id: "loud", email: "Hanako@x.jp", has_account: false })
  await aMember(db, { id: "deleted", deleted_at: "2026-01-01" })
}

async function frozen(audience: PlainAudience, purpose: Purpose): Promise<string[]> {
  await scratch.db.transaction((tx) =>
    insertMemberDeliveries(tx, {
      mailingId: "mling_1",
      contentId: "mcont_1",
      audience,
      purpose,
      variables: [],
      quotaMonth: null,
    })
  )
  const rows = await scratch.db.query<{ customer_id: string }>("SELECT customer_id FROM mpmd_delivery")
  return rows.map(({ customer_id }) => customer_id).sort()
}

async function asCounted(audience: PlainAudience, purpose: Purpose) {
  const { matched, sendable, unsendable } = await countAudience(scratch.db, audience, purpose)
  const listed: Record<string, string[]> = {}
  const counts: Record<string, number> = {}
  for (const reason of EXCLUSIONS) {
    listed[reason] = await everyone({ audience, purpose, reason })
    counts[reason] = unsendable[reason]
  }
  for (const consent of CONSENTS) {
    listed[`sendable ${consent}`] = await everyone({ audience, purpose, consent })
    counts[`sendable ${consent}`] = sendable[consent]
  }
  expect(Object.fromEntries(Object.entries(listed).map(([name, ids]) => [name, ids.length]))).toEqual(counts)
  const people = Object.values(listed).flat()
  expect(new Set(people).size).toBe(people.length)
  expect(people).toHaveLength(matched)
  const getting = await everyone({ audience, purpose })
  expect(getting.sort()).toEqual(await frozen(audience, purpose))
}

it.each(PURPOSES.flatMap((purpose) => INCLUDES.map((include) => [purpose, include] as const)))(
  "as many as each count says, everybody once, and who is frozen: %s, %s",
  async (purpose, include) => {
    await mixedShop()

    await asCounted({ filter: {}, include }, purpose)
  }
)

it.each<[string, PlainAudience]>([
  ["of a filter", { filter: { has_account: false }, include: "not_asked" }],
  ["of a search that one of two with an address fits", { filter: { q: "例え" } }],
  ["of the ticked", { customer_ids: ["guest", "guest-not-asked", "malformed", "deleted", "out"] }],
])("as many as each count says %s", async (_title, audience) => {
  await mixedShop()

  await asCounted(audience, "marketing")
})

it("says why with the rule's own words, and of a shared address who gets the mail", async () => {
  await mixedShop()

  expect(await leftOut("no_address")).toEqual(["nothing", "blank"])
  expect(await leftOut("invalid")).toEqual(["malformed-too", "malformed", "flagged"])
  expect(await leftOut("not_asked")).toEqual(["silent", "guest-not-asked", "asked"])
  const { people, next } = await listAudience(scratch.db, {
    audience: { filter: {} },
    reason: "duplicate_address",
  })
  expect(next).toBeNull()
  expect(people).toEqual([
    expect.objectContaining({ customer_id: "kana", email: "jiro@例え.jp", instead_id: "puny" }),
    {
      customer_id: "guest",
      email: " taro@X.jp ",
      first_name: null,
      last_name: null,
      company_name: null,
      has_account: false,
      consent: "opted_in",
      instead_id: "account",
    },
  ])
})

it("is written into a file page by page, and no name becomes a formula there", async () => {
  await mixedShop()
  await aMember(scratch.db, { id: "zz", email: "z@x.jp", first_name: "=1+1", company_name: 'A, "B"' })
  const audience = { filter: {} }
  const fileOf = async (reason?: Exclusion) => {
    let file = ""
    for await (const piece of exportAudience(scratch.db, { audience, reason }, 2)) {
      file += piece
    }
    return file.trim().split("\r\n")
  }
  const idsIn = (lines: string[]) => lines.slice(1).map((line) => line.split(",")[0])

  const [head, first, ...others] = await fileOf()
  expect(head).toBe("customer_id,email,first_name,last_name,company_name,has_account,consent,instead_id")
  expect(first).toBe(`zz,z@x.jp,'=1+1,,"A, ""B""",true,opted_in,`)
  expect(["zz", ...idsIn(["", ...others])]).toEqual(await everyone({ audience }))
  for (const reason of EXCLUSIONS) {
    expect(idsIn(await fileOf(reason))).toEqual(await everyone({ audience, reason }))
  }
})

it("looks for people without changing who stands for whom", async () => {
  await mixedShop()
  const audience = { filter: {} }

  expect(await everyone({ audience, q: "hanako" })).toEqual(["loud"])
  expect(await everyone({ audience, q: "xn--r8jz45g" })).toEqual(["puny"])
  expect(await everyone({ audience, reason: "duplicate_address", q: "例え" })).toEqual(["kana"])
  expect(await everyone({ audience, reason: "not_asked", q: "nobody of this name" })).toEqual([])
})

it("keeps its place while people come and go", async () => {
  for (const id of ["a", "b", "c", "d"]) {
    await aMember(scratch.db, { id })
  }
  const audience = { filter: {} }
  const first = await listAudience(scratch.db, { audience, limit: 2 })
  await aMember(scratch.db, { id: "e" })
  await scratch.db.query("DELETE FROM customer WHERE id = 'c'")

  const second = await listAudience(scratch.db, { audience, limit: 2, after: first.next! })

  expect(first.people.map(({ customer_id }) => customer_id)).toEqual(["d", "c"])
  expect(second.people.map(({ customer_id }) => customer_id)).toEqual(["b", "a"])
  expect(second.next).toBeNull()
})
