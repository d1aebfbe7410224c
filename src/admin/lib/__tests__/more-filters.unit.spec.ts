/** Conditions of a form and of a URL: what says nothing is left out, and what cannot be read is none. */
import { readingsOf } from "../../../modules/mail/formats/readings"
import { cleaned, moreOf, moreParam } from "../more-filters"

describe("a filter that is being filled in", () => {
  it("is without what says nothing", () => {
    expect(
      cleaned({
        q: " ",
        groups: [],
        metadata: {},
        countries: ["jp"],
        bought: { product_ids: [], since: "2026-01-01" },
        orders: { count: {}, total: { $gte: undefined, currency_code: "jpy" } },
      })
    ).toEqual({ countries: ["jp"] })
  })

  it("keeps what says something, the number 0 and false among it", () => {
    const filter = {
      has_account: false,
      bought: { collection_ids: ["pcol_1"], since: "2026-01-01" },
      orders: { count: { $lte: 0 }, total: { $gte: 10.5, currency_code: "usd" } },
      metadata: { vip: ["true", true] },
    }
    expect(cleaned({ ...filter, bought: { ...filter.bought, product_ids: [] } })).toEqual(filter)
  })
})

describe("what the URL says", () => {
  it("comes back as it was", () => {
    const more = { metadata: { points: ["12", 12] }, languages: ["ja"] }
    expect(moreParam(JSON.stringify(more))).toEqual(more)
    expect(moreOf({ q: "yamada", ...more })).toEqual(more)
  })

  it.each([undefined, "", "{", "null", "7", '{"q":"everybody"}'])("is nothing for %p", (value) => {
    expect(moreParam(value)).toEqual({})
  })

  it.each([
    { countries: "jp" },
    { languages: [1] },
    { sales_channels: null },
    { metadata: null },
    { metadata: { vip: { is: true } } },
    { bought: [] },
    { bought: { product_ids: "prod_1" } },
    { bought: { product_ids: ["prod_1"], since: "some day" } },
    { orders: { count: { $gte: "many" } } },
    { orders: { total: { $gte: 1 } } },
  ])("is nothing for %j, which no page could say in words", (value) => {
    expect(moreParam(JSON.stringify(value))).toEqual({})
  })
})

it("a text that was written may stand for a number, or for yes or no", () => {
  expect(["gold", "12", "-1.5", "true", "1e3", "0x1"].map(readingsOf)).toEqual([
    "gold",
    ["12", 12],
    ["-1.5", -1.5],
    ["true", true],
    "1e3",
    "0x1",
  ])
})
