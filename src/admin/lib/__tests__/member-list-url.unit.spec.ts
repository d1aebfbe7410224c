/** A segment that is chosen stands in the URL as if somebody had set its filters by hand. */
import { filterIn, paramsOf, sameFilter } from "../member-list-url"
import type { AudienceFilter } from "../types"

const TOKYO = "Asia/Tokyo"

it("a filter comes back from the URL as it was written into it", () => {
  const filter: AudienceFilter = {
    q: "hana yamada",
    consent: ["opted_in", "not_asked"],
    invalid: false,
    never_ordered: true,
    last_order_at: { $gte: "2026-10-01", $lte: "2026-11-25" },
    created_at: { $lte: "2026-01-01" },
    groups: ["cusgroup_1"],
    has_account: true,
    company_name: "12",
    metadata: { rank: ["gold", 5] },
    bought: { product_ids: ["prod_1"], since: "2026-01-01" },
    orders: { count: { $gte: 3 }, total: { $gte: 10_000, currency_code: "jpy" } },
    countries: ["jp"],
    languages: ["ja"],
    sales_channels: ["sc_1"],
  }

  expect(filterIn(paramsOf(filter, TOKYO))).toEqual(filter)
  expect(filterIn(paramsOf({}, TOKYO))).toEqual({})
})

it("of a moment the shop's day is left", () => {
  const filter = { created_at: { $gte: "2026-10-31T15:00:00Z" } }

  expect(filterIn(paramsOf(filter, TOKYO))).toEqual({ created_at: { $gte: "2026-11-01" } })
})

it("two filters are the same in whatever order their fields stand", () => {
  const range = { $gte: "2026-10-01", $lte: "2026-11-25" }
  const one = { q: "hana", created_at: range, bought: { product_ids: ["a", "b"], since: "2026-01-01" } }
  const other = {
    bought: { since: "2026-01-01", product_ids: ["a", "b"] },
    created_at: { $lte: range.$lte, $gte: range.$gte },
    q: "hana",
  }

  expect(sameFilter(one, other)).toBe(true)
  expect(sameFilter(one, { ...other, q: "hanako" })).toBe(false)
  expect(sameFilter(one, { ...other, has_account: true })).toBe(false)
})
