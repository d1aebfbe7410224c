/** Orders, shipments and quotes as this plugin writes to them: one row each, from Medusa's own Admin API. */
import { sdk } from "./sdk"
import type { OrderSource } from "./types"

export interface DocumentRow {
  id: string
  order_id: string
  display_id: number
  /** Which shipment of the order it is, from 1; 0 for orders and quotes. */
  shipment: number
  email: string | null
  status: string
  created_at: string
}

export interface DocumentQuery {
  source: OrderSource
  q?: string
  status?: string[]
  created_at?: { $gte?: string; $lte?: string }
  limit: number
  offset: number
}

interface OrderRow {
  id: string
  display_id?: number | null
  email: string | null
  status: string
  created_at: string
  fulfillments?: { id: string; created_at: string; shipped_at?: string | null; canceled_at?: string | null }[]
}

const FIELDS = "id,display_id,email,status,created_at"

function rowOf({ id, display_id, email, status, created_at }: OrderRow): DocumentRow {
  return { id, order_id: id, display_id: display_id ?? 0, shipment: 0, email, status, created_at }
}

function shipmentsOf(order: OrderRow): DocumentRow[] {
  return (order.fulfillments ?? [])
    .filter(({ canceled_at }) => !canceled_at)
    .map(({ id, created_at, shipped_at }, index) => ({
      ...rowOf(order),
      id,
      shipment: index + 1,
      status: shipped_at ? "shipped" : "packed",
      created_at,
    }))
}

/** One page. Shipments have no list of their own in Medusa: they come by pages of orders, and count as those. */
export async function listDocuments({
  source,
  ...query
}: DocumentQuery): Promise<{ rows: DocumentRow[]; count: number }> {
  const path = source === "draft_order" ? "/admin/draft-orders" : "/admin/orders"
  const fields = source === "fulfillment" ? `${FIELDS},*fulfillments` : FIELDS
  const answer = await sdk.client.fetch<{ orders?: OrderRow[]; draft_orders?: OrderRow[]; count: number }>(
    path,
    { query: { ...query, fields, order: "-created_at" } }
  )
  const orders = answer.orders ?? answer.draft_orders ?? []
  return {
    rows: source === "fulfillment" ? orders.flatMap(shipmentsOf) : orders.map(rowOf),
    count: answer.count,
  }
}

/** The field of the API that names documents of a source: `order_id`, and `order_ids` for many. */
export function documentIds(source: OrderSource, ids: string[]) {
  return { [`${source}_ids`]: ids }
}

export function documentId(source: OrderSource, id: string | undefined) {
  return id ? { [`${source}_id`]: id } : {}
}
