/**
 * From a customer to their grant of consent, for Query: `query.graph({ entity: "customer", fields:
 * ["mail_delivery_member.*"] })`, and as a filter. Read-only: no table of its own, `mpmd_member` has the customer's id.
 *
 * It shows since when, and no more: Query answers staff who may read customers, also those who have no right over mail.
 */
import { defineLink } from "@medusajs/framework/utils"
import CustomerModule from "@medusajs/medusa/customer"

import MailModule from "../modules/mail"

export default defineLink(
  { linkable: CustomerModule.linkable.customer, field: "id" },
  MailModule.linkable.mailDeliveryMember,
  { readOnly: true }
)
