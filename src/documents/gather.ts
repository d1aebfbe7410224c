/** The data of orders, shipments and quotes through Medusa's Query: a batch is a handful of queries, not one each. */
import type { BigNumberInput, MedusaContainer } from "@medusajs/framework/types"
import { ChangeActionType, ContainerRegistrationKeys } from "@medusajs/framework/utils"

import type { MailingDTO } from "../modules/mail/mailings/mailing"
import type { OrderDocument } from "../modules/mail/orders/document"
import { notFound } from "../modules/mail/refusals/refusal"
import type { OrderSource } from "../modules/mail/words"
import { ORDER_FIELDS, type QueriedOrder } from "./queried-order"
import { type Packed, packedKey } from "./shipments"
import { toDocument } from "./to-document"

/** Documents of one query; larger ones hold the event loop for long. */
export const DOCUMENT_BATCH = 100

/** Which order each document belongs to; the same id, but for shipments. */
async function ordersOf(
  container: MedusaContainer,
  source: OrderSource,
  ids: readonly string[]
): Promise<Map<string, string>> {
  if (source !== "fulfillment") {
    return new Map(ids.map((id) => [id, id]))
  }
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "order_fulfillment",
    fields: ["order_id", "fulfillment_id"],
    filters: { fulfillment_id: [...ids] },
  })
  return new Map(data.map((link) => [link.fulfillment_id, link.order_id]))
}

interface PackedLine {
  action: string
  /** The fulfillment. */
  reference_id: string | null
  details: { reference_id?: string; quantity?: BigNumberInput } | null
}

/** How many of each line went into each parcel of these orders, by the ledger that Medusa keeps of an order. */
async function packedIn(container: MedusaContainer, orders: readonly QueriedOrder[]): Promise<Packed> {
  const ids = orders.filter(({ fulfillments }) => fulfillments?.length).map(({ id }) => id)
  if (!ids.length) {
    return new Map()
  }
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order_change",
    fields: ["actions.action", "actions.reference_id", "actions.details"],
    filters: { order_id: ids },
  })
  const lines = (data as unknown as { actions?: PackedLine[] }[]).flatMap(({ actions }) => actions ?? [])
  return new Map(
    lines
      .filter(({ action }) => action === ChangeActionType.FULFILL_ITEM)
      .map(({ reference_id, details }) => [
        packedKey(reference_id ?? "", details?.reference_id ?? ""),
        details?.quantity ?? 0,
      ])
  )
}

async function gatherBatch(
  container: MedusaContainer,
  source: OrderSource,
  ids: readonly string[]
): Promise<OrderDocument[]> {
  const orderOf = await ordersOf(container, source, ids)
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "order",
    fields: ORDER_FIELDS,
    filters: { id: [...new Set(orderOf.values())], is_draft_order: source === "draft_order" },
  })
  const found = data as unknown as QueriedOrder[]
  const packed = await packedIn(container, found)
  const orders = new Map(found.map((order) => [order.id, order]))
  return ids.flatMap((id) => {
    const order = orders.get(orderOf.get(id) ?? "")
    return order ? [toDocument(source, id, order, packed)] : []
  })
}

/**
 * Gathers the documents of these ids, in their order. What does not exist is left out.
 *
 * @param ids - Of orders, fulfillments or draft orders, as `source` says.
 */
export async function gatherDocuments(
  container: MedusaContainer,
  source: OrderSource,
  ids: readonly string[]
): Promise<OrderDocument[]> {
  const documents: OrderDocument[] = []
  for (let at = 0; at < ids.length; at += DOCUMENT_BATCH) {
    documents.push(...(await gatherBatch(container, source, ids.slice(at, at + DOCUMENT_BATCH))))
  }
  return documents
}

/** One document. @throws MedusaError `not_found` */
export async function gatherDocument(
  container: MedusaContainer,
  source: OrderSource,
  id: string
): Promise<OrderDocument> {
  const [document] = await gatherDocuments(container, source, [id])
  if (!document) {
    throw notFound(source, id)
  }
  return document
}

/** Ids asked for in one query, and named in one message. */
const [ID_BATCH, SHOWN] = [1_000, 5]

/** @throws MedusaError `not_found` naming the documents of a mailing that do not exist. */
export async function assertDocumentsExist(
  container: MedusaContainer,
  { kind, content, document_ids }: Pick<MailingDTO, "kind" | "content" | "document_ids">
): Promise<void> {
  if (kind !== "order" || !("source" in content)) {
    return
  }
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const ids = document_ids ?? []
  for (let at = 0; at < ids.length; at += ID_BATCH) {
    const batch = ids.slice(at, at + ID_BATCH)
    const orderOf = await ordersOf(container, content.source, batch)
    const { data } = await query.graph({
      entity: "order",
      fields: ["id"],
      filters: { id: [...new Set(orderOf.values())], is_draft_order: content.source === "draft_order" },
    })
    const found = new Set(data.map(({ id }) => id))
    const missing = batch.filter((id) => !found.has(orderOf.get(id) ?? ""))
    if (missing.length) {
      throw notFound(content.source, ...missing.slice(0, SHOWN))
    }
  }
}
