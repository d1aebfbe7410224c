/** Templates: what mails start from. The editor opens over the list. */
import { defineRouteConfig } from "@medusajs/admin-sdk"
import { Outlet } from "react-router-dom"

import { Crumb } from "../../../components/crumb"
import { TemplatesTable } from "../../../components/templates/templates-table"

const TemplatesPage = () => (
  <>
    <TemplatesTable />
    <Outlet />
  </>
)

export default TemplatesPage

export const config = defineRouteConfig({
  label: "menu.templates",
  translationNs: "mailDelivery",
})

export const handle = { breadcrumb: () => <Crumb text="menu.templates" /> }
