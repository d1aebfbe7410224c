/** From what Query answers about an order to the plain JSON that a mail needs. */
import { type BigNumberInput } from "@medusajs/framework/types"
import { MathBN } from "@medusajs/framework/utils"

import type {
  DocumentItem,
  DocumentTotals,
  OrderDocument,
  PostalAddress,
  Shipment,
} from "../modules/mail/orders/document"
import type { OrderSource } from "../modules/mail/words"

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
  items?: QueriedParcelItem[] | null
}

interface QueriedParcelItem {
  title: string
  sku?: Text
  quantity: Amount
  line_item_id?: Text
  inventory_item_id?: Text
}

interface QueriedPayment {
  provider_id: string
  canceled_at?: Time
  refunds?: ({ refund_reason?: { code?: Text; label?: Text } | null } | null)[] | null
}

interface QueriedCreditLine {
  amount: Amount
  version?: number | null
  reference?: Text
  reference_id?: Text
}

/** What the order's own ledger says was packed: `packedKey` of a fulfillment and a line → how many of the line. */
export type Packed = ReadonlyMap<string, BigNumberInput>

export function packedKey(fulfillmentId: string, lineId: string): string {
  return `${fulfillmentId} ${lineId}`
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
  credit_lines?: (QueriedCreditLine | null)[] | null
  items?: (QueriedItem | null)[] | null
  customer?: OrderDocument["customer"] | null
  billing_address?: PostalAddress | null
  shipping_address?: PostalAddress | null
  shipping_methods?: ({ name: string; subtotal?: Amount; original_total?: Amount } | null)[] | null
  promotions?: ({ code?: Text } | null)[] | null
  payment_collections?:
    | ({
        payments?: QueriedPayment[] | null
        payment_sessions?: { provider_id: string }[] | null
      } | null)[]
    | null
  fulfillments?: (QueriedFulfillment | null)[] | null
}

function number(amount: Amount): number {
  return amount === null || amount === undefined ? 0 : MathBN.convert(amount).toNumber()
}

/** Postgres also knows `infinity`, which is no moment to write down. */
function instant(time: Time): string | null {
  const at = time ? new Date(time) : null
  return at && !Number.isNaN(at.getTime()) ? at.toISOString() : null
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

/** What Medusa calls the one variant, and its one option, of a product without options. */
const NAMELESS = /^default( variant| option( value)?)?$/i

/** A line's own title, if somebody gave it one: it may also repeat the variant's or be the product's. */
function titleOf({ title, variant_title, product_title }: QueriedItem): string {
  return title && title !== variant_title ? title : (product_title ?? title)
}

function nameOf(item: QueriedItem): { title: string; options: string | null } {
  const title = titleOf(item)
  const variant = item.variant_title?.trim() ?? ""
  return { title, options: variant === title || NAMELESS.test(variant) ? null : variant || null }
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
    unit_price: asAgreed ? number(item.unit_price) : MathBN.div(total, quantity).toNumber(),
    total,
    metadata: present([item.metadata, item.variant?.metadata, item.variant?.product?.metadata]),
  }
}

/**
 * How many of a line are in a parcel. A parcel lists the parts that were taken from stock: one line of a kit is several
 * of them, one of a pack a multiple. How many of the line they make is in the order's ledger.
 */
function packedOf(parts: QueriedParcelItem[], packed: BigNumberInput | undefined): number {
  if (packed !== undefined) {
    return number(packed)
  }
  // Made by other code than Medusa's flows, which know of no parts.
  const alike = parts.filter(({ inventory_item_id }) => inventory_item_id === parts[0]?.inventory_item_id)
  return number(MathBN.sum(...alike.map(({ quantity }) => quantity ?? 0)))
}

/** In a parcel an item is called as in the order that it is from. */
function parcelItems(
  { id, items }: QueriedFulfillment,
  ordered: ReadonlyMap<string, QueriedItem>,
  packed: Packed
): Shipment["items"] {
  const lines = new Map<QueriedItem | QueriedParcelItem, QueriedParcelItem[]>()
  for (const part of present(items)) {
    const line = ordered.get(part.line_item_id ?? "") ?? part
    lines.set(line, [...(lines.get(line) ?? []), part])
  }
  return [...lines].map(([line, parts]) => ({
    ...("id" in line ? nameOf(line) : { title: line.title, options: null }),
    sku: ("id" in line && line.variant_sku) || parts[0]?.sku || null,
    quantity: packedOf(parts, "id" in line ? packed.get(packedKey(id, line.id)) : undefined),
  }))
}

function shipmentOf(
  fulfillment: QueriedFulfillment,
  ordered: ReadonlyMap<string, QueriedItem>,
  packed: Packed
): Shipment {
  const carrier = fulfillment.metadata?.carrier
  return {
    id: fulfillment.id,
    shipped_at: instant(fulfillment.shipped_at),
    carrier: typeof carrier === "string" ? carrier : (fulfillment.shipping_option?.name ?? null),
    tracking: present(fulfillment.labels)
      .filter(({ tracking_number }) => tracking_number)
      .map((label) => ({ number: label.tracking_number, url: label.tracking_url || null })),
    items: parcelItems(fulfillment, ordered, packed),
  }
}

function shipmentsOf(source: OrderSource, id: string, order: QueriedOrder, packed: Packed): Shipment[] {
  const fulfillments = present(order.fulfillments)
  const chosen =
    source === "fulfillment"
      ? fulfillments.filter((fulfillment) => fulfillment.id === id)
      : fulfillments.filter(({ shipped_at, canceled_at }) => shipped_at && !canceled_at)
  const ordered = new Map(present(order.items).map((item) => [item.id, item]))
  return chosen.map((fulfillment) => shipmentOf(fulfillment, ordered, packed))
}

function paymentsOf(order: QueriedOrder): QueriedPayment[] {
  return present(order.payment_collections).flatMap(({ payments }) => present(payments))
}

/** What was really paid with; before a payment, what was chosen. */
function providersOf(order: QueriedOrder): string[] {
  const payments = paymentsOf(order).filter(({ canceled_at }) => !canceled_at)
  const sessions = present(order.payment_collections).flatMap(({ payment_sessions }) =>
    present(payment_sessions)
  )
  return [...new Set((payments.length ? payments : sessions).map(({ provider_id }) => provider_id))]
}

/**
 * Credit lines of refunds: one that nothing was owed for lowers the total by such a line, made after the order was
 * placed. It refers to the payment collection or to the reason of the refund; store credit refers to something else.
 */
function reductionOf(order: QueriedOrder): BigNumberInput {
  const reasons = paymentsOf(order)
    .flatMap(({ refunds }) => present(refunds))
    .flatMap(({ refund_reason }) => [refund_reason?.code, refund_reason?.label])
  const ofRefund = new Set(["payment_collection", ...reasons.filter(Boolean)])
  const lines = present(order.credit_lines).filter(
    ({ version, reference, reference_id }) =>
      (version ?? 1) > 1 && (ofRefund.has(reference) || ofRefund.has(reference_id))
  )
  const reduced = MathBN.sum(...lines.map(({ amount }) => amount ?? 0))
  return MathBN.min(reduced, order.summary?.refunded_total ?? 0)
}

function totalsOf(order: QueriedOrder, taxIncluded: boolean): DocumentTotals {
  const reduction = reductionOf(order)
  return {
    items: number(taxIncluded ? order.original_item_total : order.item_subtotal),
    discount: number(taxIncluded ? order.discount_total : order.discount_subtotal),
    shipping: number(taxIncluded ? order.original_shipping_total : order.shipping_subtotal),
    tax: number(order.tax_total),
    tax_included: taxIncluded,
    credit: number(MathBN.sub(order.credit_line_total ?? 0, reduction)),
    reduction: number(reduction),
    total: number(order.total),
    paid: number(order.summary?.paid_total),
    refunded: number(order.summary?.refunded_total),
  }
}

/**
 * Makes the document that a mail is about.
 *
 * @param id - Of the fulfillment if that is the source, else of the order.
 * @param packed - What is in its parcels.
 */
export function toDocument(
  source: OrderSource,
  id: string,
  order: QueriedOrder,
  packed: Packed
): OrderDocument {
  // An edit that takes a line out leaves it there with nothing ordered.
  const items = present(order.items).filter(({ quantity }) => number(quantity) > 0)
  const taxIncluded = items.length > 0 && items.every((item) => item.is_tax_inclusive)
  return {
    source,
    id,
    order_id: order.id,
    number: order.custom_display_id || String(order.display_id),
    created_at: instant(order.created_at) ?? "",
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
    shipments: shipmentsOf(source, id, order, packed),
  }
}
