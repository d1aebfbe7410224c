/** From what Query answers about an order to the plain JSON that a mail needs. */
import type { OrderDocument, PostalAddress } from "../modules/mail/orders/document"
import type { OrderSource } from "../modules/mail/words"
import { itemOf } from "./items"
import type { QueriedOrder } from "./queried-order"
import { type Packed, shipmentsOf } from "./shipments"
import { providersOf, totalsOf } from "./totals"
import { instant, number, present } from "./values"

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
    sales_channel_id: order.sales_channel_id ?? null,
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
