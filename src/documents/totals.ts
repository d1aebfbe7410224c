/** The sums of an order, and how it was paid. */
import type { BigNumberInput } from "@medusajs/framework/types"
import { MathBN } from "@medusajs/framework/utils"

import type { DocumentTotals } from "../modules/mail/orders/document"
import type { QueriedOrder, QueriedPayment } from "./queried-order"
import { number, present } from "./values"

function paymentsOf(order: QueriedOrder): QueriedPayment[] {
  return present(order.payment_collections).flatMap(({ payments }) => present(payments))
}

/** What was really paid with; before a payment, what was chosen. */
export function providersOf(order: QueriedOrder): string[] {
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

export function totalsOf(order: QueriedOrder, taxIncluded: boolean): DocumentTotals {
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
