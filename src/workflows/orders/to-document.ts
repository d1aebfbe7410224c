/** From what Query answers about an order to the plain JSON that a mail needs. */
import { type BigNumberInput } from "@medusajs/framework/types"
import { MathBN } from "@medusajs/framework/utils"

import type {
  DocumentItem,
  DocumentTotals,
  OrderDocument,
  PostalAddress,
  Shipment,
} from "../../modules/mail/orders/document"
import type { OrderSource } from "../../modules/mail/types"

type Metadata = Record<string, unknown> | null | undefined
type Text = string | null | undefined
type Amount = BigNumberInput | null | undefined
type Time = string | Date | null | undefined

interface QueriedItem {
  id: string
  title: string
  subtitle?: Text
  product_title?: Text
  variant_title?: Text
  variant_sku?: Text
  is_tax_inclusive?: boolean
  quantity: Amount
  unit_price: Amount
  subtotal?: Amount
  original_total?: Amount
  metadata?: Metadata
  detail?: { return_received_quantity?: Amount } | null
  variant?: { metadata?: Metadata; product?: { metadata?: Metadata } | null } | null
}

interface QueriedFulfillment {
  id: string
  shipped_at?: Time
  canceled_at?: Time
  provider_id?: Text
  metadata?: Metadata
  shipping_option?: { name?: Text } | null
  labels?: { tracking_number: string; tracking_url?: Text }[] | null
  items?: { title: string; sku?: Text; quantity: Amount; line_item_id?: Text }[] | null
}

/** The fields that `gather-documents` asks for. */
export interface QueriedOrder {
  id: string
  display_id: number
  custom_display_id?: Text
  created_at: Time
  canceled_at?: Time
  currency_code: string
  locale?: Text
  email?: Text
  metadata?: Metadata
  no_notification?: boolean | null
  summary?: { paid_total?: Amount; refunded_total?: Amount } | null
  total: Amount
  tax_total: Amount
  item_subtotal: Amount
  original_item_total: Amount
  shipping_subtotal: Amount
  original_shipping_total: Amount
  discount_subtotal: Amount
  discount_total: Amount
  credit_line_total?: Amount
  credit_lines?: ({ amount: Amount; version?: number | null } | null)[] | null
  items?: (QueriedItem | null)[] | null
  customer?: OrderDocument["customer"] | null
  billing_address?: PostalAddress | null
  shipping_address?: PostalAddress | null
  shipping_methods?: ({ name: string; subtotal?: Amount; original_total?: Amount } | null)[] | null
  promotions?: ({ code?: Text } | null)[] | null
  payment_collections?:
    | ({
        payments?: { provider_id: string; canceled_at?: Time }[] | null
        payment_sessions?: { provider_id: string }[] | null
      } | null)[]
    | null
  fulfillments?: (QueriedFulfillment | null)[] | null
}

function number(amount: Amount): number {
  return amount === null || amount === undefined ? 0 : MathBN.convert(amount).toNumber()
}

function instant(time: Time): string | null {
  return time ? new Date(time).toISOString() : null
}

function present<Value>(list: readonly (Value | null | undefined)[] | null | undefined): Value[] {
  return (list ?? []).filter((value): value is Value => value !== null && value !== undefined)
}

function addressOf(address: PostalAddress | null | undefined): PostalAddress | null {
  return address
    ? {
        first_name: address.first_name ?? null,
        last_name: address.last_name ?? null,
        company: address.company ?? null,
        address_1: address.address_1 ?? null,
        address_2: address.address_2 ?? null,
        city: address.city ?? null,
        province: address.province ?? null,
        postal_code: address.postal_code ?? null,
        country_code: address.country_code ?? null,
        phone: address.phone ?? null,
      }
    : null
}

/** Medusa names a single variant "Default variant": that says nothing to a buyer. */
function optionsOf({ title, variant_title }: QueriedItem): string | null {
  const silent =
    !variant_title || variant_title === title || /^default( variant| option)?/i.test(variant_title)
  return silent ? null : variant_title
}

/** Not the line's own title: Medusa puts the variant's there. */
function nameOf(item: QueriedItem): { title: string; options: string | null } {
  return { title: item.product_title ?? item.title, options: optionsOf(item) }
}

/** Prices with tax are shown with it, else no line would show the price that was agreed. */
function itemOf(item: QueriedItem, taxIncluded: boolean): DocumentItem {
  const quantity = number(item.quantity)
  const total = number(taxIncluded ? item.original_total : item.subtotal)
  const asAgreed = Boolean(item.is_tax_inclusive) === taxIncluded || !quantity
  return {
    id: item.id,
    ...nameOf(item),
    sku: item.variant_sku ?? null,
    quantity,
    returned: number(item.detail?.return_received_quantity),
    unit_price: asAgreed ? number(item.unit_price) : total / quantity,
    total,
    metadata: present([item.metadata, item.variant?.metadata, item.variant?.product?.metadata]),
  }
}

/** In a parcel an item is called as in the order that it is from. */
function shipmentOf(fulfillment: QueriedFulfillment, ordered: ReadonlyMap<string, QueriedItem>): Shipment {
  const carrier = fulfillment.metadata?.carrier
  return {
    id: fulfillment.id,
    shipped_at: instant(fulfillment.shipped_at),
    carrier: typeof carrier === "string" ? carrier : (fulfillment.shipping_option?.name ?? null),
    tracking: present(fulfillment.labels)
      .filter(({ tracking_number }) => tracking_number)
      .map((label) => ({ number: label.tracking_number, url: label.tracking_url || null })),
    items: present(fulfillment.items).map(({ line_item_id, title, sku, quantity }) => {
      const item = ordered.get(line_item_id ?? "")
      return {
        ...(item ? nameOf(item) : { title, options: null }),
        sku: sku || null,
        quantity: number(quantity),
      }
    }),
  }
}

function shipmentsOf(source: OrderSource, id: string, order: QueriedOrder): Shipment[] {
  const fulfillments = present(order.fulfillments)
  const chosen =
    source === "fulfillment"
      ? fulfillments.filter((fulfillment) => fulfillment.id === id)
      : fulfillments.filter(({ shipped_at, canceled_at }) => shipped_at && !canceled_at)
  const ordered = new Map(present(order.items).map((item) => [item.id, item]))
  return chosen.map((fulfillment) => shipmentOf(fulfillment, ordered))
}

/** What was really paid with; before a payment, what was chosen. */
function providersOf(order: QueriedOrder): string[] {
  const collections = present(order.payment_collections)
  const payments = collections
    .flatMap(({ payments }) => present(payments))
    .filter(({ canceled_at }) => !canceled_at)
  const sessions = collections.flatMap(({ payment_sessions }) => present(payment_sessions))
  return [...new Set((payments.length ? payments : sessions).map(({ provider_id }) => provider_id))]
}

/**
 * A refund that nothing was owed for lowers the total by a credit line. It is known only by having come after the
 * order was placed: the line refers to the payment or to whatever reason was chosen.
 */
function reductionOf({ credit_lines, summary }: QueriedOrder): number {
  const later = present(credit_lines).filter(({ version }) => (version ?? 1) > 1)
  return Math.min(
    later.reduce((sum, { amount }) => sum + number(amount), 0),
    number(summary?.refunded_total)
  )
}

function totalsOf(order: QueriedOrder, taxIncluded: boolean): DocumentTotals {
  const reduction = reductionOf(order)
  return {
    items: number(taxIncluded ? order.original_item_total : order.item_subtotal),
    discount: number(taxIncluded ? order.discount_total : order.discount_subtotal),
    shipping: number(taxIncluded ? order.original_shipping_total : order.shipping_subtotal),
    tax: number(order.tax_total),
    tax_included: taxIncluded,
    credit: number(order.credit_line_total) - reduction,
    reduction,
    total: number(order.total),
    paid: number(order.summary?.paid_total),
    refunded: number(order.summary?.refunded_total),
  }
}

/**
 * Makes the document that a mail is about.
 *
 * @param id - Of the fulfillment if that is the source, else of the order.
 */
export function toDocument(source: OrderSource, id: string, order: QueriedOrder): OrderDocument {
  // An edit that takes a line out leaves it there with nothing ordered.
  const items = present(order.items).filter(({ quantity }) => number(quantity) > 0)
  const taxIncluded = items.length > 0 && items.every((item) => item.is_tax_inclusive)
  return {
    source,
    id,
    order_id: order.id,
    number: order.custom_display_id || String(order.display_id),
    created_at: instant(order.created_at)!,
    canceled_at: instant(order.canceled_at),
    currency_code: order.currency_code,
    locale: order.locale ?? null,
    email: order.email ?? null,
    customer: order.customer ?? null,
    billing_address: addressOf(order.billing_address),
    shipping_address: addressOf(order.shipping_address),
    payment_providers: providersOf(order),
    metadata: order.metadata ?? null,
    no_notification: order.no_notification ?? false,
    items: items.map((item) => itemOf(item, taxIncluded)),
    shipping_methods: present(order.shipping_methods).map((method) => ({
      name: method.name,
      total: number(taxIncluded ? method.original_total : method.subtotal),
    })),
    promotion_codes: present(order.promotions).flatMap(({ code }) => code ?? []),
    totals: totalsOf(order, taxIncluded),
    shipments: shipmentsOf(source, id, order),
  }
}
