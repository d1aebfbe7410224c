/**
 * Wakes this process's dispatcher and returns at once. Nothing is sent inside the event: Medusa's Redis bus
 * handles one event at a time, and a subscriber that sends for ten seconds makes `order.placed` wait as long.
 */
import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"

import { mailModule } from "../container/mail-module"
import { DELIVERIES_DUE } from "../modules/mail/words/events"

export default async function deliveriesDueHandler({ container }: SubscriberArgs): Promise<void> {
  await mailModule(container).wakeDispatcher()
}

export const config: SubscriberConfig = {
  event: DELIVERIES_DUE,
  context: { subscriberId: "mail-delivery-deliveries-due" },
}
