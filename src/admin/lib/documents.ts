/** Orders, shipments and quotes as the API names them. */
import type { OrderSource } from "./types"

/** The field of the API that names documents of a source: `order_id`, and `order_ids` for many. */
export function documentIds(source: OrderSource, ids: string[]) {
  return { [`${source}_ids`]: ids }
}

export function documentId(source: OrderSource, id: string | undefined) {
  return id ? { [`${source}_id`]: id } : {}
}
