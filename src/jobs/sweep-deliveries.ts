/** What the clock decides, for stores whose events are lost: scheduled mailings, due retries, dead leases. */
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { mailModule } from "../container/mail-module"
import { sendMissedMails } from "../workflows/orders/automatic-mail"
import { prepareInBackground } from "../workflows/orders/prepare-in-background"

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
    prepareInBackground(container, id)
  }
  const thorough = performance.now() - lookedThoroughly >= HOUR
  for (const event of await mail.automaticEvents()) {
    // One rule without a template must not keep the others waiting.
    await sendMissedMails(container, event, { thorough }).catch((error: unknown) =>
      container
        .resolve(ContainerRegistrationKeys.LOGGER)
        .error(`mail: lost events (${event}) could not be made up for yet`, error as Error)
    )
  }
  if (thorough) {
    lookedThoroughly = performance.now()
  }
}

export const config = {
  name: "mail-delivery-sweep-deliveries",
  schedule: "* * * * *",
}
