/** What lists are sorted and filtered by. Order statuses are Medusa's own words. */

export const MEMBER_ORDERS = [
  "email",
  "first_name",
  "last_name",
  "company_name",
  "created_at",
  "last_order_at",
] as const
export type MemberOrder = (typeof MEMBER_ORDERS)[number]

export const TEMPLATE_ORDERS = ["name", "kind", "subject", "created_at", "updated_at"] as const

export const SEGMENT_ORDERS = ["name", "created_at", "updated_at"] as const

/** What an index of Medusa's serves, or a sort of two columns: its tables have none by name or total. */
export const DOCUMENT_ORDERS = ["created_at", "number"] as const

export const ORDER_STATUSES = ["pending", "completed", "canceled", "archived", "requires_action"] as const

export const FULFILLMENT_STATUSES = [
  "not_fulfilled",
  "partially_fulfilled",
  "fulfilled",
  "partially_shipped",
  "shipped",
  "partially_delivered",
  "delivered",
] as const
export type FulfillmentStatus = (typeof FULFILLMENT_STATUSES)[number]

/** Of a shipment. */
export const SHIPMENT_STATUSES = ["fulfilled", "shipped", "delivered"] as const satisfies FulfillmentStatus[]

export const PAYMENT_STATUSES = [
  "not_paid",
  "awaiting",
  "authorized",
  "partially_authorized",
  "captured",
  "partially_captured",
  "refunded",
  "partially_refunded",
  "canceled",
] as const
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number]
