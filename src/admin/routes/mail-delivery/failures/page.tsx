/** Mail → Failures: addresses that could not be reached, over all mailings. */
import { defineRouteConfig } from "@medusajs/admin-sdk"

import { Crumb } from "../../../components/crumb"
import { AllFailures } from "../../../components/failures/all-failures"

const FailuresPage = () => <AllFailures />

export default FailuresPage

export const config = defineRouteConfig({
  label: "menu.failures",
  translationNs: "mailDelivery",
})

export const handle = { breadcrumb: () => <Crumb text="menu.failures" /> }
