/** Documents whose mails are compared byte by byte with the files in golden/. */
import type { MailSettingsDTO } from "../../settings/settings"
import type { DocumentItem, OrderDocument, PostalAddress } from "../document"
import { exampleDocument } from "../example"

export interface GoldenCase {
  document: OrderDocument
  settings?: Partial<MailSettingsDTO>
}

const NOBODY: PostalAddress = {
  first_name: null,
  last_name: null,
  company: null,
  address_1: null,
  address_2: null,
  city: null,
  province: null,
  postal_code: null,
  country_code: null,
  phone: null,
}

const english = exampleDocument("order", "en")
const japanese = exampleDocument("order", "ja")

function item(changes: Partial<DocumentItem>): DocumentItem {
  return { ...english.items[0]!, ...changes }
}

function withTotals(document: OrderDocument, totals: Partial<OrderDocument["totals"]>): OrderDocument {
  return { ...document, totals: { ...document.totals, ...totals } }
}

const CAIRO: PostalAddress = {
  ...NOBODY,
  first_name: "محمد",
  last_name: "عبد الله",
  address_1: "شارع التحرير 12",
  city: "القاهرة",
  postal_code: "11511",
  country_code: "eg",
}

export const CASES: Record<string, GoldenCase> = {
  "a-plain-order": { document: english },
  "an-order-in-yen": {
    document: {
      ...withTotals(japanese, { tax: 381, discount: 200, total: 940, paid: 940 }),
      promotion_codes: ["AUTUMN"],
      metadata: { instructions: "午前中に\n玄関前へ" },
    },
    settings: {
      language: "ja",
      bank_text: "サンプル銀行 銀座支店\n普通 1234567",
      bank_providers: ["pp_system_default"],
      order_insert: { delivery_instructions_key: "instructions" },
    },
  },
  "many-items": {
    document: withTotals(
      {
        ...english,
        items: Array.from({ length: 60 }, (_, n) =>
          item({
            quantity: 1,
            unit_price: 12,
            total: 12,
            title: `Bowl <${n + 1}> & "lid"`,
            options: n % 2 ? "M / Blue" : null,
            sku: n % 3 ? `BOWL-${n}` : null,
            metadata: n % 4 ? [] : [{ gift_wrap: "paper" }, { engraving: "K & H" }],
          })
        ),
      },
      { items: 720, total: 726 }
    ),
    settings: { order_insert: { product_fields_key: "engraving, gift_wrap" } },
  },
  "no-items": {
    document: withTotals(
      { ...english, items: [], shipping_methods: [], payment_providers: [], shipping_address: null },
      { items: 0, shipping: 0, total: 0 }
    ),
  },
  "free-shipping": {
    document: withTotals(
      { ...english, shipping_methods: [{ name: "Courier", total: 0 }] },
      { shipping: 0, total: 36, tax: 3, tax_included: false }
    ),
  },
  "several-shipments": {
    document: {
      ...exampleDocument("fulfillment", "en"),
      shipments: [
        {
          id: "ful_1",
          shipped_at: "2026-01-15T23:30:00.000Z",
          carrier: "Yamato",
          tracking: [
            { number: "1111-2222", url: "https://track.example.com/1111?a=1&b=2" },
            { number: "3333-4444", url: null },
            { number: "5555-6666", url: "javascript:alert(1)" },
          ],
          items: [
            { title: "Arita tea cup", options: "Blue", sku: "CUP-01", quantity: 1 },
            { title: "Saucer", options: null, sku: null, quantity: 2 },
          ],
        },
      ],
    },
  },
  "returned-and-refunded": {
    document: withTotals(
      { ...english, items: [item({ returned: 1 }), item({ title: "Added later", quantity: 1, total: 18 })] },
      { items: 54, total: 37, paid: 55, refunded: 18, credit: 5, reduction: 18 }
    ),
  },
  "right-to-left": {
    document: {
      ...english,
      locale: "ar-EG",
      currency_code: "egp",
      billing_address: CAIRO,
      shipping_address: CAIRO,
      items: [item({ title: "كوب شاي" })],
    },
  },
  "a-quote": {
    document: {
      ...exampleDocument("draft_order", "en"),
      locale: "en-GB",
      metadata: { valid_until: "2026-02-28" },
    },
  },
  "almost-everything-switched-off": {
    document: english,
    settings: {
      order_insert: { show_items: false, show_customer: false, show_delivery_address: false },
    },
  },
}
