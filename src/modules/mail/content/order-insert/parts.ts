/** The parts of the insert, in the order in which they stand in the mail. */
import type { OrderInsertSettings } from "../../settings/order-insert"

export const INSERT_PARTS = [
  "shipment",
  "order",
  "details",
  "customer",
  "delivery",
  "instructions",
  "bank",
] as const
export type InsertPart = (typeof INSERT_PARTS)[number]

/** Which setting switches a part off; the others show whenever they have something to say. */
const SWITCHES: Partial<Record<InsertPart, keyof OrderInsertSettings>> = {
  order: "show_order",
  details: "show_items",
  customer: "show_customer",
  delivery: "show_delivery_address",
}

/** Of an item, with its options: in text and HTML alike. */
export const ITEM_NAME = "{{ item.title }}{% if item.options != blank %} ({{ item.options }}){% endif %}"

export function shownParts(settings: OrderInsertSettings): InsertPart[] {
  return INSERT_PARTS.filter((part) => {
    const name = SWITCHES[part]
    return !name || settings[name] !== false
  })
}
