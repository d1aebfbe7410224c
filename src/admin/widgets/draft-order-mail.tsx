/** Mail on the draft order's page, at the side. */
import { defineWidgetConfig } from "@medusajs/admin-sdk"

import { OrderMail } from "../components/orders/order-mail"

const DraftOrderMailWidget = ({ data }: { data: { id: string } }) => (
  <OrderMail id={data.id} source="draft_order" />
)

export const config = defineWidgetConfig({
  id: "mail-delivery-draft-order-details",
  zone: "draft_order.details.side",
})

export default DraftOrderMailWidget
