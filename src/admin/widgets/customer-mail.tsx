/** Mail on the customer's page, at the side. */
import { defineWidgetConfig } from "@medusajs/admin-sdk"

import { CustomerMail } from "../components/customer/customer-mail"

interface CustomerMailWidgetProps {
  data: { id: string; email: string | null; has_account: boolean }
}

const CustomerMailWidget = ({ data }: CustomerMailWidgetProps) => <CustomerMail customer={data} />

export const config = defineWidgetConfig({
  id: "mail-delivery-customer-details",
  zone: "customer.details.side",
})

export default CustomerMailWidget
