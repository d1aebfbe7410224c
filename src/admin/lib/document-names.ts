/** How an order, a shipment or a quote is called where people read it, and where it is looked at. */
import type { MailTranslation } from "../hooks/use-mail-translation"
import type { DocumentRow, OrderSource } from "./types"

/** Two shipments of one order have its number and their own. */
export function documentName(
  { number: order, shipment }: Pick<DocumentRow, "number" | "shipment">,
  { t, number }: MailTranslation
): string {
  return shipment ? t("orders.shipment", { order, n: number(shipment) }) : `#${order}`
}

/** A shipment is looked at on its order's page. */
export function documentPath(source: OrderSource, { order_id }: Pick<DocumentRow, "order_id">): string {
  return source === "draft_order" ? `/draft-orders/${order_id}` : `/orders/${order_id}`
}
