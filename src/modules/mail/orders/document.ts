/**
 * One order, shipment or quote as its mail needs it: plain JSON, gathered through Medusa's Query outside of the
 * module (src/documents/gather.ts), presented inside of it. Amounts are numbers in the currency's own
 * unit, times ISO 8601.
 */
import type { Language, OrderSource, RecipientWarning } from "../words"

export interface PostalAddress {
  first_name: string | null
  last_name: string | null
  company: string | null
  address_1: string | null
  address_2: string | null
  city: string | null
  province: string | null
  postal_code: string | null
  /** ISO 3166-1, lower case. */
  country_code: string | null
  phone: string | null
}

export interface DocumentItem {
  id: string
  title: string
  /** The variant, if it says more than the title: `M / Blue`. */
  options: string | null
  sku: string | null
  quantity: number
  returned: number
  unit_price: number
  total: number
  /** Of the line, the variant and the product; the first that has a key counts. */
  metadata: Record<string, unknown>[]
}

export interface Shipment {
  id: string
  shipped_at: string | null
  carrier: string | null
  tracking: { number: string; url: string | null }[]
  items: { title: string; options: string | null; sku: string | null; quantity: number }[]
}

/** As Medusa computes them. */
export interface DocumentTotals {
  items: number
  discount: number
  shipping: number
  tax: number
  /** Every price has its tax in it: items, discount and shipping too. */
  tax_included: boolean
  /** Store credit and gift cards. */
  credit: number
  /** By which refunds made the total smaller. */
  reduction: number
  total: number
  paid: number
  refunded: number
}

export interface OrderDocument {
  source: OrderSource
  /** Of the order, the fulfillment or the draft order, as `source` says. */
  id: string
  order_id: string
  /** As people call it: the order's display id. */
  number: string
  created_at: string
  canceled_at: string | null
  currency_code: string
  /** Of its order; null of one from before Medusa kept it. */
  sales_channel_id: string | null
  /** BCP 47, as the order was placed. */
  locale: string | null
  email: string | null
  customer: {
    id: string
    first_name: string | null
    last_name: string | null
    company_name: string | null
    phone: string | null
    metadata: Record<string, unknown> | null
  } | null
  billing_address: PostalAddress | null
  shipping_address: PostalAddress | null
  payment_providers: string[]
  metadata: Record<string, unknown> | null
  /** The customer who placed it wanted no mail that sends itself. */
  no_notification: boolean
  items: DocumentItem[]
  /** Before discounts. */
  shipping_methods: { name: string; total: number }[]
  promotion_codes: string[]
  totals: DocumentTotals
  /** The shipment that the mail is about; of an order all that have left. */
  shipments: Shipment[]
}

/** Who gets the mail about one document. */
export interface RecipientDTO {
  document_id: string
  order_id: string
  number: string
  /** Which shipment of its order it is, from 1; null for orders and quotes. */
  shipment: number | null
  customer_id: string | null
  email: string | null
  recipient_name: string | null
  /** In the document's own currency and language: `¥1,200`. */
  total: string
  language: Language
  warning: RecipientWarning | null
}
