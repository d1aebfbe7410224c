/** Mail at the list of orders. */
import { defineWidgetConfig } from "@medusajs/admin-sdk"

import { OrderListBar } from "../components/orders/order-list-bar"

const OrderListMail = () => <OrderListBar />

export const config = defineWidgetConfig({
  id: "mail-delivery-order-list",
  zone: "order.list",
})

export default OrderListMail
