/** What Query is asked about an order, and what it answers. */
import type { BigNumberInput } from "@medusajs/framework/types"

import type { OrderDocument, PostalAddress } from "../modules/mail/orders/document"

type Metadata = Record<string, unknown> | null | undefined
type Text = string | null | undefined
export type Amount = BigNumberInput | null | undefined
export type Time = string | Date | null | undefined

export interface QueriedItem {
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

export interface QueriedFulfillment {
  id: string
  shipped_at?: Time
  canceled_at?: Time
  provider_id?: Text
  metadata?: Metadata
  shipping_option?: { name?: Text } | null
  labels?: { tracking_number: string; tracking_url?: Text }[] | null
  items?: QueriedParcelItem[] | null
}

export interface QueriedParcelItem {
  title: string
  sku?: Text
  quantity: Amount
  line_item_id?: Text
  inventory_item_id?: Text
}

export interface QueriedPayment {
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

export interface QueriedOrder {
  id: string
  display_id: number
  custom_display_id?: Text
  created_at: Time
  canceled_at?: Time
  currency_code: string
  locale?: Text
  sales_channel_id?: Text
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

export const ORDER_FIELDS = [
  "id",
  "display_id",
  "custom_display_id",
  "is_draft_order",
  "created_at",
  "canceled_at",
  "currency_code",
  "locale",
  "sales_channel_id",
  "email",
  "metadata",
  "no_notification",
  "summary.*",
  "total",
  "tax_total",
  "item_subtotal",
  "original_item_total",
  "shipping_subtotal",
  "original_shipping_total",
  "discount_subtotal",
  "discount_total",
  "credit_line_total",
  "items.*",
  "items.tax_lines.*",
  "items.adjustments.*",
  "items.detail.*",
  "items.variant.metadata",
  "items.variant.product.metadata",
  "customer.id",
  "customer.first_name",
  "customer.last_name",
  "customer.company_name",
  "customer.phone",
  "customer.metadata",
  "billing_address.*",
  "shipping_address.*",
  "shipping_methods.*",
  "shipping_methods.tax_lines.*",
  "shipping_methods.adjustments.*",
  "credit_lines.*",
  "promotions.code",
  "payment_collections.payments.provider_id",
  "payment_collections.payments.canceled_at",
  "payment_collections.payments.refunds.refund_reason.code",
  "payment_collections.payments.refunds.refund_reason.label",
  "payment_collections.payment_sessions.provider_id",
  "fulfillments.id",
  "fulfillments.shipped_at",
  "fulfillments.canceled_at",
  "fulfillments.provider_id",
  "fulfillments.metadata",
  "fulfillments.labels.*",
  "fulfillments.items.*",
  "fulfillments.shipping_option.name",
]
