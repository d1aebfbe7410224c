/** Mail → All mail: what was sent to whom, of every kind. */
import { defineRouteConfig } from "@medusajs/admin-sdk"

import { Crumb } from "../../../components/crumb"
import { MailLog } from "../../../components/log/mail-log"

const LogPage = () => <MailLog />

export default LogPage

export const config = defineRouteConfig({
  label: "menu.log",
  translationNs: "mailDelivery",
})

export const handle = { breadcrumb: () => <Crumb text="menu.log" /> }
