/** Mail at the list of draft orders. */
import { defineWidgetConfig } from "@medusajs/admin-sdk"

import { OrderListBar } from "../components/orders/order-list-bar"

const DraftOrderListMail = () => <OrderListBar quotes />

export const config = defineWidgetConfig({
  id: "mail-delivery-draft-order-list",
  zone: "draft_order.list",
})

export default DraftOrderListMail
