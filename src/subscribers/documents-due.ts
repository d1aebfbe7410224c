/** Brings the documents that an order mailing waits for. Returns at once. */
import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"

import { DOCUMENTS_DUE } from "../modules/mail/words/events"
import { prepareInBackground } from "../workflows/orders/prepare-in-background"

export default async function documentsDueHandler({
  event,
  container,
}: SubscriberArgs<{ id: string }>): Promise<void> {
  prepareInBackground(container, event.data.id)
}

export const config: SubscriberConfig = {
  event: DOCUMENTS_DUE,
  context: { subscriberId: "mail-delivery-documents-due" },
}
