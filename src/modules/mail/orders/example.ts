/** An order that was never placed, for previews and samples without a document. */
import type { Language, OrderSource } from "../words"
import type { OrderDocument, PostalAddress } from "./document"

const JAPAN: PostalAddress = {
  first_name: "花子",
  last_name: "山田",
  company: "株式会社サンプル商事",
  address_1: "銀座1-2-3",
  address_2: "サンプルビル5階",
  city: "中央区",
  province: "東京都",
  postal_code: "104-0061",
  country_code: "jp",
  phone: "03-1234-5678",
}

const ABROAD: PostalAddress = {
  first_name: "Hannah",
  last_name: "Miller",
  company: "Example Trading Ltd",
  address_1: "12 Example Street",
  address_2: null,
  city: "Springfield",
  province: "IL",
  postal_code: "62701",
  country_code: "us",
  phone: "+1 217 555 0100",
}

/** In the language of the shop. */
export function exampleDocument(source: OrderSource, language: Language): OrderDocument {
  const japanese = language === "ja"
  const address = japanese ? JAPAN : ABROAD
  const [title, price] = japanese ? ["有田焼の湯のみ", 1_800] : ["Arita tea cup", 18]
  const item = { title, options: null, sku: "CUP-01", quantity: 2 }
  return {
    source,
    id: "example",
    order_id: "example",
    number: "1001",
    created_at: "2026-01-15T03:00:00.000Z",
    canceled_at: null,
    currency_code: japanese ? "jpy" : "usd",
    locale: japanese ? "ja-JP" : "en-US",
    email: japanese ? "hanako@example.com" : "hannah@example.com",
    customer: null,
    billing_address: address,
    shipping_address: address,
    payment_providers: ["pp_system_default"],
    metadata: null,
    sales_channel_id: null,
    no_notification: false,
    items: [{ ...item, id: "item", returned: 0, unit_price: price, total: price * 2, metadata: [] }],
    shipping_methods: [{ name: japanese ? "宅配便" : "Courier", total: price / 3 }],
    promotion_codes: [],
    totals: {
      items: price * 2,
      discount: 0,
      shipping: price / 3,
      tax: 0,
      tax_included: true,
      credit: 0,
      reduction: 0,
      total: price * 2 + price / 3,
      paid: 0,
      refunded: 0,
    },
    shipments: [
      {
        id: "shipment",
        shipped_at: "2026-01-16T03:00:00.000Z",
        carrier: japanese ? "宅配便" : "Courier",
        tracking: [{ number: "1234-5678-9012", url: "https://example.com/track/1234-5678-9012" }],
        items: [item],
      },
    ],
  }
}
