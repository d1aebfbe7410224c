/** Customers as mail sees them: consent, invalid addresses, last order; ticked across pages and written to. */
import { defineRouteConfig } from "@medusajs/admin-sdk"

import { Crumb } from "../../components/crumb"
import { MembersTable } from "../../components/members/members-table"

const MembersPage = () => <MembersTable />

export default MembersPage

export const config = defineRouteConfig({
  label: "menu.members",
  nested: "/customers",
  translationNs: "mailDelivery",
})

export const handle = { breadcrumb: () => <Crumb text="menu.members" /> }
