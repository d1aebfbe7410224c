/** Who is in an audience: every field of the filter, alone and together, over Medusa's real tables. */
import { countAudience } from "../../src/modules/mail/audience/count"
import { listMembers, type MemberListOptions } from "../../src/modules/mail/members/list"
import type { AudienceFilter, PlainAudience } from "../../src/modules/mail/words"
import type { ScratchDatabase } from "../support/database"
import {
  aCustomer,
  aGroup,
  aMember,
  anAddressOf,
  anOrder,
  aProduct,
  emptyStore,
  knownAddress,
} from "../support/factories"
import { createStoreTables, MIGRATING } from "../support/store-tables"

let scratch: ScratchDatabase

beforeAll(async () => {
  scratch = await createStoreTables()
}, MIGRATING)
afterEach(async () => {
  await emptyStore(scratch.db)
  await scratch.db.query("TRUNCATE mpmd_settings")
})
afterAll(() => scratch.drop())

async function matching(filter: AudienceFilter, options: MemberListOptions = {}): Promise<string[]> {
  const { members, count } = await listMembers(scratch.db, filter, { order: "created_at", ...options })
  const { matched } = await countAudience(scratch.db, { filter })
  expect(matched).toBe(count)
  return members.map((member) => member.customer_id)
}

describe("a filter", () => {
  it("matches every customer if it is empty, except deleted ones", async () => {
    await aCustomer(scratch.db, { id: "here" })
    await aCustomer(scratch.db, { id: "gone", deleted_at: "2026-01-01" })

    expect(await matching({})).toEqual(["here"])
  })

  it("searches each word in company, names, address and phone, as Medusa's customer list does", async () => {
    await aCustomer(scratch.db, { id: "hanako", first_name: "Hanako", last_name: "Yamada", phone: "0312" })
    await aCustomer(scratch.db, { id: "taro", first_name: "Taro", last_name: "Yamada", email: "t@x.jp" })
    await aCustomer(scratch.db, { id: "office", company_name: "Yamada Works" })

    expect(await matching({ q: "yamada" })).toHaveLength(3)
    expect(await matching({ q: "yamada hana" })).toEqual(["hanako"])
    expect(await matching({ q: "T@X" })).toEqual(["taro"])
    expect(await matching({ q: "031" })).toEqual(["hanako"])
    expect(await matching({ q: "yamada　works" })).toEqual(["office"])
  })

  it("finds people by their whole name, in any order, with or without its blank, in any width", async () => {
    await aCustomer(scratch.db, { id: "hanako", first_name: "花子", last_name: "山田", phone: "0312345678" })
    await aCustomer(scratch.db, { id: "amelia", first_name: "Amelia", last_name: "García" })
    await aCustomer(scratch.db, { id: "whole", first_name: null, last_name: "鈴木 一郎" })
    await aCustomer(scratch.db, { id: "wide", company_name: "ＡＢＣ商事", first_name: "ﾊﾅｺ" })

    for (const q of [
      "山田花子",
      "山田 花子",
      "花子 山田",
      "花子山田",
      "山田　花子",
      "０３１２",
      "0312345678",
    ]) {
      expect({ q, found: await matching({ q }) }).toEqual({ q, found: ["hanako"] })
    }
    for (const q of ["Amelia García", "garcía amelia", "AmeliaGarcía", "ＡＭＥＬＩＡ"]) {
      expect({ q, found: await matching({ q }) }).toEqual({ q, found: ["amelia"] })
    }
    expect(await matching({ q: "鈴木一郎" })).toEqual(["whole"])
    expect(await matching({ q: "ＡＢＣ" })).toEqual(["wide"])
    expect(await matching({ q: "ﾊﾅｺ" })).toEqual(["wide"])
    expect(await matching({ q: "山田 太郎" })).toEqual([])
  })

  it("takes %, _ and \\ in a search as they are", async () => {
    await aCustomer(scratch.db, { id: "percent", company_name: "100% Wool" })
    await aCustomer(scratch.db, { id: "under", company_name: "a_b" })
    await aCustomer(scratch.db, { id: "back", company_name: "a\\b" })
    await aCustomer(scratch.db, { id: "plain", company_name: "1000 Wool, axb" })

    expect(await matching({ q: "0%" })).toEqual(["percent"])
    expect(await matching({ q: "a_b" })).toEqual(["under"])
    expect(await matching({ company_name: "a\\b" })).toEqual(["back"])
    expect(await matching({ company_name: "0% w" })).toEqual(["percent"])
  })

  it("matches members of any of the groups, but not of deleted groups or after leaving", async () => {
    await aCustomer(scratch.db, { id: "both" })
    await aCustomer(scratch.db, { id: "one" })
    await aCustomer(scratch.db, { id: "left" })
    await aCustomer(scratch.db, { id: "none" })
    const red = await aGroup(scratch.db, "red", ["both", "one"])
    const blue = await aGroup(scratch.db, "blue", ["both", "left"])
    const old = await aGroup(scratch.db, "old", ["none"])
    await scratch.db.query("UPDATE customer_group_customer SET deleted_at = now() WHERE customer_id = 'left'")
    await scratch.db.query("UPDATE customer_group SET deleted_at = now() WHERE id = $1", [old])

    expect(await matching({ groups: [red, blue] })).toEqual(["both", "one"])
    expect(await matching({ groups: [blue] })).toEqual(["both"])
    expect(await matching({ groups: [old] })).toEqual([])
  })

  it("tells accounts from guests", async () => {
    await aCustomer(scratch.db, { id: "account" })
    await aCustomer(scratch.db, { id: "guest", has_account: false })

    expect(await matching({ has_account: true })).toEqual(["account"])
    expect(await matching({ has_account: false })).toEqual(["guest"])
  })

  it("takes both ends of a range of creation as included", async () => {
    for (const day of ["01", "02", "03"]) {
      await aCustomer(scratch.db, { id: day, created_at: `2026-05-${day}T00:00:00Z` })
    }

    expect(await matching({ created_at: { $gte: "2026-05-02T00:00:00Z" } })).toEqual(["02", "03"])
    expect(await matching({ created_at: { $lte: "2026-05-02T00:00:00Z" } })).toEqual(["01", "02"])
    expect(
      await matching({ created_at: { $gte: "2026-05-02T00:00:00Z", $lte: "2026-05-02T00:00:00Z" } })
    ).toEqual(["02"])
  })

  it("compares metadata by key, value and type", async () => {
    await aCustomer(scratch.db, { id: "number", metadata: { points: 1, tier: "gold" } })
    await aCustomer(scratch.db, { id: "text", metadata: { points: "1", tier: "gold" } })
    await aCustomer(scratch.db, { id: "yes", metadata: { vip: true, tags: ["gold"] } })
    await aCustomer(scratch.db, { id: "without", metadata: null })

    expect(await matching({ metadata: { tier: "gold" } })).toEqual(["number", "text"])
    expect(await matching({ metadata: { tier: "gold", points: 1 } })).toEqual(["number"])
    expect(await matching({ metadata: { points: "1" } })).toEqual(["text"])
    expect(await matching({ metadata: { vip: true } })).toEqual(["yes"])
    expect(await matching({ metadata: { points: ["1", 1, 2] } })).toEqual(["number", "text"])
    expect(await matching({ metadata: { points: [1, 2], tier: ["gold"] } })).toEqual(["number"])
    expect(await matching({ metadata: { tags: "gold" } })).toEqual([])
    expect(await matching({ metadata: { "'; DROP TABLE customer; --": "x" } })).toEqual([])
  })

  it("matches by consent and by the invalid flag", async () => {
    await aMember(scratch.db, { id: "in" })
    await aMember(scratch.db, { id: "out", email: "out@x.jp" })
    await aCustomer(scratch.db, { id: "never", email: "never@x.jp" })
    await knownAddress(scratch.db, "out@x.jp", { unsubscribed_at: "2026-06-01" })
    await knownAddress(scratch.db, "never@x.jp", { invalid: true })

    expect(await matching({ consent: ["opted_in"] })).toEqual(["in"])
    expect(await matching({ consent: ["opted_out", "not_asked"] })).toEqual(["out", "never"])
    expect(await matching({ invalid: true })).toEqual(["never"])
    expect(await matching({ invalid: false })).toEqual(["in", "out"])
  })

  it("narrows with every further field", async () => {
    const fit: Parameters<typeof aMember>[1] = {
      company_name: "Mill",
      metadata: { tier: "gold" },
      created_at: "2026-02-01",
    }
    await aMember(scratch.db, { id: "all", ...fit })
    await aMember(scratch.db, { id: "guest", ...fit, has_account: false })
    await aMember(scratch.db, { id: "silver", ...fit, metadata: { tier: "silver" } })
    await aMember(scratch.db, { id: "early", ...fit, created_at: "2025-02-01" })
    await aCustomer(scratch.db, { id: "unasked", ...fit })
    await aMember(scratch.db, { id: "buyer", ...fit })
    await aMember(scratch.db, { id: "loner", ...fit })
    await anOrder(scratch.db, { customer_id: "buyer" })
    const group = await aGroup(scratch.db, "g", ["all", "guest", "silver", "early", "unasked", "buyer"])

    const filter: AudienceFilter = {
      q: "mill",
      groups: [group],
      has_account: true,
      created_at: { $gte: "2026-01-01" },
      company_name: "MIL",
      metadata: { tier: "gold" },
      consent: ["opted_in"],
      invalid: false,
      never_ordered: true,
    }
    expect(await matching(filter)).toEqual(["all"])
  })

  it.each<[named: string, filter: unknown]>([
    ["has_acount", { has_acount: true }],
    ["toString", { toString: 1 }],
    ["q'", { q: "  " }],
    ["q'", { q: "" }],
    ["q'", { q: null }],
    ["q'", { q: "a ".repeat(11) }],
    ["q'", { q: "a".repeat(70_000) }],
    ["groups'", { groups: [] }],
    ["groups, 0'", { groups: [""] }],
    ["groups, 0'", { groups: [null] }],
    ["has_account'", { has_account: null }],
    ["created_at'", { created_at: {} }],
    ["last_order_at'", { last_order_at: {} }],
    ["created_at'", { created_at: null }],
    ["'$gt'", { created_at: { $gt: "2026-01-01" } }],
    ["created_at, $gte'", { created_at: { $gte: null } }],
    ["created_at, $gte'", { created_at: { $gte: "0000-01-01" } }],
    ["created_at, $lte'", { created_at: { $lte: "9999-12-31T23:59:59-23:59" } }],
    ["last_order_at, $gte'", { last_order_at: { $gte: "" } }],
    ["company_name'", { company_name: " " }],
    ["metadata'", { metadata: {} }],
    ["metadata'", { metadata: null }],
    ["metadata, tier'", { metadata: { tier: null } }],
    ["metadata, tier'", { metadata: { tier: [] } }],
    ["metadata, tier'", { metadata: { tier: [["gold"]] } }],
    ["metadata, tier'", { metadata: { tier: Array.from({ length: 21 }, String) } }],
    ["metadata, tier'", { metadata: { tier: Infinity } }],
    ["metadata, tier'", { metadata: { tier: "a\0" } }],
    ["metadata, tier'", { metadata: { tier: "\ud800" } }],
    ["metadata, __proto__'", { metadata: JSON.parse('{"__proto__":"gold"}') }],
    ["__proto__'", JSON.parse('{"__proto__":{"q":"hanako"}}')],
    ["consent'", { consent: [] }],
    ["consent, 0'", { consent: ["perhaps"] }],
    ["never_ordered'", { never_ordered: "true" }],
    ["sales_channels'", { sales_channels: [] }],
    ["sales_channels, 0'", { sales_channels: [" "] }],
    ["sales_channels'", { sales_channels: "sc_1" }],
    ["bought'", { bought: {} }],
    ["bought'", { bought: { since: "2026-01-01" } }],
    ["bought, product_ids'", { bought: { product_ids: [] } }],
    ["bought, collection_ids, 0'", { bought: { collection_ids: [1] } }],
    ["bought, since'", { bought: { product_ids: ["a"], since: "yesterday" } }],
    ["'until'", { bought: { product_ids: ["a"], until: "2026-01-01" } }],
    ["orders'", { orders: {} }],
    ["orders, count'", { orders: { count: {} } }],
    ["orders, count, $gte'", { orders: { count: { $gte: -1 } } }],
    ["orders, count, $lte'", { orders: { count: { $lte: 1.5 } } }],
    ["orders, total, currency_code'", { orders: { total: { $gte: 1 } } }],
    ["orders, total, currency_code'", { orders: { total: { $gte: 1, currency_code: "yen!" } } }],
    ["orders, total'", { orders: { total: { currency_code: "jpy" } } }],
    ["orders, total, $gte'", { orders: { total: { $gte: "1", currency_code: "jpy" } } }],
    ["countries, 0'", { countries: ["jpn"] }],
    ["countries'", { countries: [] }],
    ["languages, 0'", { languages: ["ja-JP"] }],
  ])(
    "refuses what it does not understand and names %s, instead of matching more people",
    async (named, filter) => {
      const asked = { filter: filter as AudienceFilter }

      await expect(countAudience(scratch.db, asked)).rejects.toThrow(named)
      await expect(listMembers(scratch.db, asked.filter)).rejects.toThrow(named)
    }
  )
})

describe("who has ordered", () => {
  it("is asked by person: by customer id, or by the order's address in any spelling", async () => {
    await aCustomer(scratch.db, { id: "by-id", email: null })
    await aCustomer(scratch.db, { id: "by-address", email: " Me@X.jp" })
    await aCustomer(scratch.db, { id: "never" })
    await anOrder(scratch.db, { customer_id: "by-id", created_at: "2026-03-01" })
    await anOrder(scratch.db, { email: "mE@x.jp ", created_at: "2026-03-02" })

    expect(await matching({ never_ordered: false })).toEqual(["by-id", "by-address"])
    expect(await matching({ never_ordered: true })).toEqual(["never"])
  })

  it("leaves out drafts, cancelled and deleted orders", async () => {
    await aCustomer(scratch.db, { id: "only" })
    const seeds = [
      { is_draft_order: true, status: "draft" },
      { is_draft_order: true },
      { status: "canceled" },
      { canceled_at: "2026-01-01" },
      { deleted_at: "2026-01-01" },
    ]
    for (const seed of seeds) {
      await anOrder(scratch.db, { customer_id: "only", email: "c@shop.example", ...seed })
    }

    expect(await matching({ never_ordered: true })).toEqual(["only"])
    const { members } = await listMembers(scratch.db, {})
    expect(members[0]!.last_order_at).toBeNull()
  })

  it("never takes two people without an address for one", async () => {
    await aCustomer(scratch.db, { id: "blank", email: "" })
    await anOrder(scratch.db, { email: "" })
    await anOrder(scratch.db, {})

    expect(await matching({ never_ordered: true })).toEqual(["blank"])
  })

  it("goes by the last order, and never includes those who have not ordered", async () => {
    await aCustomer(scratch.db, { id: "regular", email: "r@x.jp" })
    await aCustomer(scratch.db, { id: "lapsed", email: "l@x.jp" })
    await aCustomer(scratch.db, { id: "never" })
    await anOrder(scratch.db, { customer_id: "regular", created_at: "2024-01-01" })
    await anOrder(scratch.db, { email: "R@x.jp", created_at: "2026-06-01" })
    await anOrder(scratch.db, { customer_id: "lapsed", created_at: "2024-01-01" })

    expect(await matching({ last_order_at: { $lte: "2025-01-01" } })).toEqual(["lapsed"])
    expect(await matching({ last_order_at: { $gte: "2025-01-01" } })).toEqual(["regular"])
    expect(await matching({ never_ordered: false })).toEqual(["regular", "lapsed"])
  })
})

describe("what somebody ordered", () => {
  it("is asked by sales channel, of any of those that are named", async () => {
    await aCustomer(scratch.db, { id: "web", email: "web@x.jp" })
    await aCustomer(scratch.db, { id: "shop", email: "shop@x.jp" })
    await aCustomer(scratch.db, { id: "same", email: "SHOP@x.jp", has_account: false })
    await aCustomer(scratch.db, { id: "cancelled" })
    await anOrder(scratch.db, { customer_id: "web", sales_channel_id: "sc_web" })
    await anOrder(scratch.db, { customer_id: "shop", email: "shop@x.jp", sales_channel_id: "sc_shop" })
    await anOrder(scratch.db, { customer_id: "cancelled", sales_channel_id: "sc_web", status: "canceled" })

    expect(await matching({ sales_channels: ["sc_web"] })).toEqual(["web"])
    expect(await matching({ sales_channels: ["sc_shop"] })).toEqual(["shop", "same"])
    expect(await matching({ sales_channels: ["sc_web", "sc_shop"] })).toEqual(["web", "shop", "same"])
    expect(await matching({ sales_channels: ["sc_none"] })).toEqual([])
  })

  it("is asked by product or collection, and since when", async () => {
    await aProduct(scratch.db, "cup", "tableware")
    await aProduct(scratch.db, "plate", "tableware")
    await aProduct(scratch.db, "tea")
    for (const id of ["cups", "plates", "teas", "draft"]) {
      await aCustomer(scratch.db, { id, email: `${id}@x.jp` })
    }
    await anOrder(scratch.db, { customer_id: "cups", products: ["cup", "tea"], created_at: "2025-01-01" })
    await anOrder(scratch.db, { email: "Plates@x.jp", products: ["plate"], created_at: "2026-03-01" })
    await anOrder(scratch.db, { customer_id: "teas", products: ["tea"], created_at: "2026-03-01" })
    await anOrder(scratch.db, { customer_id: "draft", products: ["cup"], is_draft_order: true })

    expect(await matching({ bought: { product_ids: ["cup"] } })).toEqual(["cups"])
    expect(await matching({ bought: { product_ids: ["cup", "tea"] } })).toEqual(["cups", "teas"])
    expect(await matching({ bought: { collection_ids: ["tableware"] } })).toEqual(["cups", "plates"])
    expect(await matching({ bought: { product_ids: ["tea"], since: "2026-01-01T00:00:00Z" } })).toEqual([
      "teas",
    ])
    expect(
      await matching({ bought: { product_ids: ["tea"], collection_ids: ["tableware"], since: "2026-01-01" } })
    ).toEqual(["plates", "teas"])
  })

  it("is what stands in the order as it is now", async () => {
    await aCustomer(scratch.db, { id: "changed" })
    const order = await anOrder(scratch.db, { customer_id: "changed", products: ["cup"] })
    await scratch.db.query(
      `INSERT INTO order_item SELECT (jsonb_populate_record(i, '{"id": "orditem_2nd", "version": 2, "quantity": 0}')).*
         FROM order_item i WHERE order_id = $1`,
      [order]
    )
    expect(await matching({ bought: { product_ids: ["cup"] } })).toEqual(["changed"])

    await scratch.db.query('UPDATE "order" SET version = 2 WHERE id = $1', [order])
    expect(await matching({ bought: { product_ids: ["cup"] } })).toEqual([])
  })

  it("is counted: each order once, whether it is theirs by id, by address or by both", async () => {
    await aCustomer(scratch.db, { id: "three", email: "three@x.jp" })
    await aCustomer(scratch.db, { id: "one", email: "one@x.jp" })
    await aCustomer(scratch.db, { id: "none", email: "none@x.jp" })
    await anOrder(scratch.db, { customer_id: "three", email: "three@x.jp" })
    await anOrder(scratch.db, { customer_id: "three", email: "other@x.jp" })
    await anOrder(scratch.db, { email: "THREE@x.jp" })
    await anOrder(scratch.db, { customer_id: "three", email: "three@x.jp", canceled_at: "2026-01-01" })
    await anOrder(scratch.db, { customer_id: "one", email: "one@x.jp" })

    expect(await matching({ orders: { count: { $gte: 3 } } })).toEqual(["three"])
    expect(await matching({ orders: { count: { $gte: 4 } } })).toEqual([])
    expect(await matching({ orders: { count: { $gte: 1, $lte: 2 } } })).toEqual(["one"])
    expect(await matching({ orders: { count: { $lte: 1 } } })).toEqual(["one", "none"])
    expect(await matching({ orders: { count: { $gte: 0 } } })).toEqual(["three", "one", "none"])
    expect(await matching({ orders: { count: { $gte: 0, $lte: 0 } } })).toEqual(["none"])
  })

  it("is summed up in one currency, as the orders are now", async () => {
    await aCustomer(scratch.db, { id: "big" })
    await aCustomer(scratch.db, { id: "small" })
    await aCustomer(scratch.db, { id: "abroad" })
    const changed = await anOrder(scratch.db, { customer_id: "big", total: 999 })
    await scratch.db.query('UPDATE "order" SET version = 2 WHERE id = $1', [changed])
    await scratch.db.query(
      `INSERT INTO order_summary (id, order_id, version, totals) VALUES ('ordsum_2nd', $1, 2, $2)`,
      [changed, { current_order_total: 60 }]
    )
    await anOrder(scratch.db, { customer_id: "big", total: 40.5 })
    await anOrder(scratch.db, { customer_id: "small", total: 1 })
    await anOrder(scratch.db, { customer_id: "abroad", total: 500, currency_code: "usd" })
    const total = (range: object) => matching({ orders: { total: { ...range, currency_code: "JPY" } } })

    expect(await total({ $gte: 100 })).toEqual(["big"])
    expect(await total({ $gte: 101 })).toEqual([])
    expect(await total({ $gte: 0.01, $lte: 1 })).toEqual(["small"])
    expect(await total({ $lte: 1 })).toEqual(["small", "abroad"])
    expect(
      await matching({ orders: { count: { $lte: 1 }, total: { $gte: 1, currency_code: "jpy" } } })
    ).toEqual(["small"])
  })
})

describe("where somebody lives and what they speak", () => {
  it("goes by the country of their addresses, and of where their orders went", async () => {
    await aCustomer(scratch.db, { id: "both" })
    await aCustomer(scratch.db, { id: "guest", email: "g@x.jp", has_account: false })
    await aCustomer(scratch.db, { id: "nowhere" })
    await anAddressOf(scratch.db, "both", "jp")
    await anAddressOf(scratch.db, "both", "FR")
    await anOrder(scratch.db, { email: "G@x.jp", country: "fr" })
    await anAddressOf(scratch.db, "nowhere", "de")
    await scratch.db.query("UPDATE customer_address SET deleted_at = now() WHERE customer_id = 'nowhere'")

    expect(await matching({ countries: ["jp"] })).toEqual(["both"])
    expect(await matching({ countries: ["FR"] })).toEqual(["both", "guest"])
    expect(await matching({ countries: ["de", "it"] })).toEqual([])
  })

  it("goes by the language of the last order, else of the metadata, else of the shop", async () => {
    await aCustomer(scratch.db, { id: "moved", email: "m@x.jp", metadata: { language: "de" } })
    await aCustomer(scratch.db, { id: "told", metadata: { language: "Deutsch", locale: "fr_CA" } })
    await aCustomer(scratch.db, { id: "tongue", metadata: { language: "de" } })
    await aCustomer(scratch.db, { id: "silent", metadata: { language: "Deutsch" } })
    await anOrder(scratch.db, { customer_id: "moved", locale: "en-US", created_at: "2026-01-01" })
    await anOrder(scratch.db, { email: "M@x.jp", locale: "ja-JP", created_at: "2026-02-01" })
    await anOrder(scratch.db, { customer_id: "moved", created_at: "2026-03-01" })
    await anOrder(scratch.db, { customer_id: "tongue", locale: "en", status: "canceled" })

    expect(await matching({ languages: ["ja"] })).toEqual(["moved"])
    expect(await matching({ languages: ["FR"] })).toEqual(["told"])
    expect(await matching({ languages: ["de", "fr"] })).toEqual(["told", "tongue"])
    expect(await matching({ languages: ["en"] })).toEqual(["silent"])

    await scratch.db.query("INSERT INTO mpmd_settings (id, language) VALUES ('settings', 'ja')")
    expect(await matching({ languages: ["ja"] })).toEqual(["moved", "silent"])
  })
})

describe("an audience", () => {
  it("can be ticked customers; unknown and deleted ones are nobody", async () => {
    await aMember(scratch.db, { id: "a" })
    await aMember(scratch.db, { id: "b" })
    await aMember(scratch.db, { id: "gone", deleted_at: "2026-01-01" })

    const ticked = { customer_ids: ["a", "a", "gone", "unknown"] }
    expect((await countAudience(scratch.db, ticked)).matched).toBe(1)
    await expect(countAudience(scratch.db, { customer_ids: [] })).rejects.toThrow(/'customer_ids'/)
  })

  it("is counted whole, whatever an address begins with", async () => {
    const beginnings = [
      "",
      " ",
      "!",
      "'",
      "#",
      "0",
      "\t",
      "\n",
      "\u0001",
      "\u00a0",
      "\u3000",
      '"',
      '" a"',
      "\u00fc",
      "@",
    ]
    for (const [place, beginning] of beginnings.entries()) {
      await aCustomer(scratch.db, { email: `${beginning}member${place}@shop.example` })
    }

    for (const include of ["opted_in", "not_asked"] as const) {
      const { matched, sendable, unsendable } = await countAudience(scratch.db, { filter: {}, include })
      expect({ include, matched }).toEqual({ include, matched: beginnings.length })
      expect(unsendable.duplicate_address).toBe(0)
      expect(sendable.count > 0).toBe(include === "not_asked")
    }
  })

  it("is refused without a filter and customers, or with both: it must never mean everyone by mistake", async () => {
    const empty: PlainAudience = {}
    const both: PlainAudience = { filter: {}, customer_ids: ["a"] }

    await expect(countAudience(scratch.db, empty)).rejects.toThrow(/either a filter or customer_ids/)
    await expect(countAudience(scratch.db, both)).rejects.toThrow(/either a filter or customer_ids/)
  })
})

describe("the list of members", () => {
  it("shows each member as mail sees them", async () => {
    await aMember(scratch.db, {
      id: "hanako",
      email: "Hanako@X.jp",
      first_name: "Hanako",
      last_name: "Yamada",
      company_name: "Mill",
      created_at: "2026-02-01T00:00:00Z",
    })
    await scratch.db.query(
      "INSERT INTO mpmd_address (email, invalid, invalid_class, invalid_reason) VALUES ('hanako@x.jp', true, $1, $2)",
      ["address_invalid", "550 5.1.1 unknown"]
    )
    const b = await aGroup(scratch.db, "B", ["hanako"])
    const a = await aGroup(scratch.db, "A", ["hanako"])
    await anOrder(scratch.db, { email: "hanako@x.JP", created_at: "2026-03-01T00:00:00Z" })

    expect((await listMembers(scratch.db, {})).members).toEqual([
      {
        customer_id: "hanako",
        email: "Hanako@X.jp",
        first_name: "Hanako",
        last_name: "Yamada",
        company_name: "Mill",
        has_account: true,
        groups: [
          { id: a, name: "A" },
          { id: b, name: "B" },
        ],
        consent: "opted_in",
        invalid: true,
        invalid_class: "address_invalid",
        invalid_reason: "550 5.1.1 unknown",
        invalid_since: null,
        invalid_delivery_id: null,
        invalid_mailing_id: null,
        invalid_mailing_subject: null,
        complained_at: null,
        last_order_at: new Date("2026-03-01T00:00:00Z"),
        created_at: new Date("2026-02-01T00:00:00Z"),
      },
    ])
  })

  it("can be put in any order, those without a value last, and cut into pages that do not overlap", async () => {
    await aCustomer(scratch.db, { id: "1", last_name: "B", created_at: "2026-01-01" })
    await aCustomer(scratch.db, { id: "2", last_name: "A", created_at: "2026-01-01" })
    await aCustomer(scratch.db, { id: "3", last_name: null, created_at: "2026-01-01" })
    await anOrder(scratch.db, { customer_id: "1", created_at: "2026-01-01" })
    await anOrder(scratch.db, { customer_id: "2", created_at: "2026-02-01" })

    expect(await matching({}, { order: "last_name" })).toEqual(["2", "1", "3"])
    expect(await matching({}, { order: "-last_name" })).toEqual(["1", "2", "3"])
    expect(await matching({}, { order: "last_order_at" })).toEqual(["1", "2", "3"])
    expect(await matching({}, { order: "-last_order_at" })).toEqual(["2", "1", "3"])
    expect(await matching({}, { limit: 2 })).toEqual(["1", "2"])
    expect(await matching({}, { limit: 2, offset: 2 })).toEqual(["3"])
  })

  it("refuses an order that it does not know", async () => {
    await expect(listMembers(scratch.db, {}, { order: "-phone" })).rejects.toThrow(/"-phone" is not one of/)
  })
})
