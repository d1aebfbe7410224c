/** What the clock decides, for stores whose events are lost: scheduled mailings, due retries, dead leases. */
import type { MedusaContainer } from "@medusajs/framework/types"

import { mailModule } from "../workflows/mail-module"
import { sendMissedMails } from "../workflows/orders/automatic-mail"
import { prepareBeside } from "../workflows/orders/prepare-beside"

const HOUR = 3_600_000

/** When this process last looked at old documents too: first when it starts, after an outage perhaps. */
let lookedThoroughly = -Infinity

export default async function sweepDeliveries(container: MedusaContainer): Promise<void> {
  const mail = mailModule(container)
  if (!(await mail.isReady())) {
    return
  }
  await mail.sweepDeliveries()
  for (const id of await mail.stalledPreparations()) {
    prepareBeside(container, id)
  }
  const thorough = performance.now() - lookedThoroughly >= HOUR
  for (const event of await mail.automaticEvents()) {
    await sendMissedMails(container, event, { thorough })
  }
  if (thorough) {
    lookedThoroughly = performance.now()
  }
}

export const config = {
  name: "mail-delivery-sweep-deliveries",
  schedule: "* * * * *",
}
