/** What Query answers about an order, and what a mail says of it: names, sums and parcels. */
import type { QueriedOrder } from "../queried-order"
import { packedKey } from "../shipments"
import { toDocument } from "../to-document"

type Item = NonNullable<NonNullable<QueriedOrder["items"]>[number]>

function item(changes: Partial<Item>): Item {
  return {
    id: "line",
    title: "Mug",
    product_title: "Mug",
    variant_title: "L / Blue",
    quantity: 1,
    unit_price: 10,
    subtotal: 10,
    ...changes,
  }
}

function order(changes: Partial<QueriedOrder>): QueriedOrder {
  return {
    id: "order_1",
    display_id: 1,
    created_at: "2026-01-15T03:00:00.000Z",
    currency_code: "usd",
    total: 36,
    tax_total: 0,
    item_subtotal: 36,
    original_item_total: 36,
    shipping_subtotal: 0,
    original_shipping_total: 0,
    discount_subtotal: 0,
    discount_total: 0,
    items: [item({})],
    ...changes,
  }
}

const shown = (changes: Partial<Item>) => {
  const { title, options } = toDocument("order", "order_1", order({ items: [item(changes)] }), new Map())
    .items[0]!
  return options ? `${title} (${options})` : title
}
const totals = (changes: Partial<QueriedOrder>) =>
  toDocument("order", "order_1", order(changes), new Map()).totals

describe("an item is called", () => {
  it.each([
    ["by its product and variant", {}, "Mug (L / Blue)"],
    [
      "by the title that was given to the line",
      { title: "Mug, engraved HANAKO" },
      "Mug, engraved HANAKO (L / Blue)",
    ],
    ["by its product where the line repeats the variant's title", { title: "L / Blue" }, "Mug (L / Blue)"],
    [
      "by its own title without a product",
      { title: "Gift wrap", product_title: null, variant_title: null },
      "Gift wrap",
    ],
    ["with a variant whose name begins with Default", { variant_title: "Default / L" }, "Mug (Default / L)"],
    [
      "with a variant named like one option",
      { variant_title: "default option xl" },
      "Mug (default option xl)",
    ],
    ["without Medusa's name for the only variant", { variant_title: "Default variant" }, "Mug"],
    ["without Medusa's name for the only option", { variant_title: "Default option value" }, "Mug"],
    ["without the word Default alone", { variant_title: " default " }, "Mug"],
    ["without a variant that is called like the product", { variant_title: "Mug" }, "Mug"],
  ])("%s", (_, changes, expected) => {
    expect(shown(changes)).toBe(expected)
  })
})

describe("credit and refunds", () => {
  const line = (amount: number, changes = {}) => ({
    amount,
    version: 2,
    reference: "payment_collection",
    ...changes,
  })
  const refunded = (amount: number) => ({ summary: { paid_total: 36, refunded_total: amount } })

  it("are told apart to the last digit, though floats would leave a rest", () => {
    const credit_lines = [line(0.1), line(0.2)]
    expect(totals({ credit_line_total: 0.3, credit_lines, ...refunded(0.3) })).toMatchObject({
      credit: 0,
      reduction: 0.3,
    })
  })

  it("are told apart by what the line refers to: store credit of later is no refund", () => {
    const credit_lines = [
      line(5, { version: 1, reference: "gift_card" }),
      line(7, { reference: "store-credit", reference_id: "sc_1" }),
      line(2),
    ]
    expect(totals({ credit_line_total: 14, credit_lines, ...refunded(9) })).toMatchObject({
      credit: 12,
      reduction: 2,
    })
  })

  it("know a refund by its reason", () => {
    const reason = { code: "wrong_size", label: "Wrong size" }
    const payments = [{ provider_id: "pp", refunds: [{ refund_reason: reason }, { refund_reason: null }] }]
    const credit_lines = [line(4, { reference: "Wrong size", reference_id: "wrong_size" })]
    expect(
      totals({ credit_line_total: 4, credit_lines, payment_collections: [{ payments }], ...refunded(4) })
    ).toMatchObject({ credit: 0, reduction: 4 })
  })

  it("may make the total larger: what was owed became store credit", () => {
    const credit_lines = [line(-6, { reference: "store-credit" })]
    expect(totals({ credit_line_total: -6, credit_lines, ...refunded(0) })).toMatchObject({
      credit: -6,
      reduction: 0,
    })
  })
})

it("a price with its tax is divided in decimals", () => {
  const { items } = toDocument(
    "order",
    "order_1",
    order({ items: [item({ is_tax_inclusive: true, quantity: 3, subtotal: 0.3 }), item({ id: "other" })] }),
    new Map()
  )
  expect(items[0]!.unit_price).toBe(0.1)
})

describe("a parcel", () => {
  const parcel = (
    items: NonNullable<NonNullable<QueriedOrder["fulfillments"]>[number]>["items"],
    packed = {}
  ) => {
    const lines = [
      item({
        id: "set",
        title: "Tea set",
        product_title: "Tea set",
        variant_title: null,
        variant_sku: "SET",
      }),
      item({ id: "mug", variant_title: null }),
    ]
    const shipped = order({ items: lines, fulfillments: [{ id: "ful", items }] })
    return toDocument("fulfillment", "ful", shipped, new Map(Object.entries(packed))).shipments[0]!.items
  }
  const part = (line_item_id: string, inventory_item_id: string | null, quantity: number) => ({
    title: "Part",
    sku: "PART",
    line_item_id,
    inventory_item_id,
    quantity,
  })

  it("with the parts of a kit says the kit, and how many of it", () => {
    const items = [part("set", "cup", 4), part("set", "pot", 2), part("mug", null, 3)]
    expect(parcel(items, { [packedKey("ful", "set")]: 2, [packedKey("ful", "mug")]: 3 })).toEqual([
      { title: "Tea set", options: null, sku: "SET", quantity: 2 },
      { title: "Mug", options: null, sku: "PART", quantity: 3 },
    ])
  })

  it("with packs says the packs", () => {
    expect(parcel([part("set", "cup", 12)], { [packedKey("ful", "set")]: 2 })).toMatchObject([
      { quantity: 2 },
    ])
  })

  it("that other code made says what stands in it, a line once", () => {
    expect(parcel([part("mug", null, 1), part("mug", null, 2)])).toMatchObject([
      { title: "Mug", quantity: 3 },
    ])
    expect(parcel([part("set", "cup", 2), part("set", "pot", 2)])).toMatchObject([{ quantity: 2 }])
    expect(
      parcel([
        { title: "Catalogue", quantity: 1 },
        { title: "Sample", quantity: 1 },
      ])
    ).toMatchObject([{ title: "Catalogue" }, { title: "Sample" }])
  })
})
