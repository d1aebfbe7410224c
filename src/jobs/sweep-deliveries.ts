/** What the clock decides, for stores whose events are lost: scheduled mailings, due retries, dead leases. */
import type { MedusaContainer } from "@medusajs/framework/types"

import { mailModule } from "../workflows/mail-module"
import { sendMissedMails } from "../workflows/orders/automatic-mail"
import { prepareBeside } from "../workflows/orders/prepare-beside"

export default async function sweepDeliveries(container: MedusaContainer): Promise<void> {
  const mail = mailModule(container)
  await mail.sweepDeliveries()
  for (const id of await mail.stalledPreparations()) {
    prepareBeside(container, id)
  }
  for (const event of await mail.automaticEvents()) {
    await sendMissedMails(container, event)
  }
}

export const config = {
  name: "mail-delivery-sweep-deliveries",
  schedule: "* * * * *",
}
