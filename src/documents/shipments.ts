/** What was packed and sent on its way, parcel by parcel. */
import type { BigNumberInput } from "@medusajs/framework/types"
import { MathBN } from "@medusajs/framework/utils"

import type { Shipment } from "../modules/mail/orders/document"
import type { OrderSource } from "../modules/mail/words"
import { nameOf } from "./items"
import type { QueriedFulfillment, QueriedItem, QueriedOrder, QueriedParcelItem } from "./queried-order"
import { instant, number, present } from "./values"

/** What the order's own ledger says was packed: `packedKey` of a fulfillment and a line → how many of the line. */
export type Packed = ReadonlyMap<string, BigNumberInput>

export function packedKey(fulfillmentId: string, lineId: string): string {
  return `${fulfillmentId} ${lineId}`
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

export function shipmentsOf(
  source: OrderSource,
  id: string,
  order: QueriedOrder,
  packed: Packed
): Shipment[] {
  const fulfillments = present(order.fulfillments)
  const chosen =
    source === "fulfillment"
      ? fulfillments.filter((fulfillment) => fulfillment.id === id)
      : fulfillments.filter(({ shipped_at, canceled_at }) => shipped_at && !canceled_at)
  const ordered = new Map(present(order.items).map((item) => [item.id, item]))
  return chosen.map((fulfillment) => shipmentOf(fulfillment, ordered, packed))
}
