/** What the clock decides, for stores whose events are lost: scheduled mailings, due retries, dead leases. */
import type { MedusaContainer } from "@medusajs/framework/types"

import { mailModule } from "../workflows/mail-module"

export default async function sweepDeliveries(container: MedusaContainer): Promise<void> {
  await mailModule(container).sweepDeliveries()
}

export const config = {
  name: "mail-delivery-sweep-deliveries",
  schedule: "* * * * *",
}
