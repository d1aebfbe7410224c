/** The lines of an order, as its mail names them. */
import { MathBN } from "@medusajs/framework/utils"

import type { DocumentItem } from "../modules/mail/orders/document"
import type { QueriedItem } from "./queried-order"
import { number, present } from "./values"

/** What Medusa calls the one variant, and its one option, of a product without options. */
const NAMELESS = /^default( variant| option( value)?)?$/i

/** A line's own title, if somebody gave it one: it may also repeat the variant's or be the product's. */
function titleOf({ title, variant_title, product_title }: QueriedItem): string {
  return title && title !== variant_title ? title : (product_title ?? title)
}

export function nameOf(item: QueriedItem): { title: string; options: string | null } {
  const title = titleOf(item)
  const variant = item.variant_title?.trim() ?? ""
  return { title, options: variant === title || NAMELESS.test(variant) ? null : variant || null }
}

/** Prices with tax are shown with it, else no line would show the price that was agreed. */
export function itemOf(item: QueriedItem, taxIncluded: boolean): DocumentItem {
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
