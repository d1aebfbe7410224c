/** Orders, shipments and quotes to tick across pages and write to. */
import { defineRouteConfig } from "@medusajs/admin-sdk"

import { Crumb } from "../../components/crumb"
import { DocumentsTable } from "../../components/orders/documents-table"

const OrdersPage = () => <DocumentsTable />

export default OrdersPage

export const config = defineRouteConfig({
  label: "orders.menu",
  nested: "/orders",
  translationNs: "mailDelivery",
})

export const handle = { breadcrumb: () => <Crumb text="orders.menu" /> }
