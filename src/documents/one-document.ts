/** The one document that a preview or sample names. */
import type { MedusaContainer } from "@medusajs/framework/types"

import type { OrderDocument } from "../modules/mail/orders/document"
import { gatherDocument } from "./gather"

export interface OneDocument {
  order_id?: string
  fulfillment_id?: string
  draft_order_id?: string
}

/** Gathers it; undefined if none is named. @throws MedusaError `not_found` */
export async function oneDocument(
  container: MedusaContainer,
  { order_id, fulfillment_id, draft_order_id }: OneDocument
): Promise<OrderDocument | undefined> {
  if (fulfillment_id) {
    return gatherDocument(container, "fulfillment", fulfillment_id)
  }
  if (draft_order_id) {
    return gatherDocument(container, "draft_order", draft_order_id)
  }
  return order_id ? gatherDocument(container, "order", order_id) : undefined
}
