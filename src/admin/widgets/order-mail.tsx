/** Mail on the order's page, at the side. */
import { defineWidgetConfig } from "@medusajs/admin-sdk"

import { OrderMail } from "../components/orders/order-mail"

const OrderMailWidget = ({ data }: { data: { id: string } }) => <OrderMail id={data.id} source="order" />

export const config = defineWidgetConfig({
  id: "mail-delivery-order-details",
  zone: "order.details.side",
})

export default OrderMailWidget
