/** Orders placed and cancelled, shipments and refunds: the mails that a shop has switched on for them. */
import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { FulfillmentWorkflowEvents, OrderWorkflowEvents, PaymentEvents } from "@medusajs/framework/utils"

import { mailModule } from "../container/mail-module"
import type { AutomaticEvent } from "../modules/mail/words/automatic-rules"
import { sendAutomaticMail, sendRefundMails } from "../workflows/orders/automatic-mail"

const EVENTS: Record<string, AutomaticEvent> = {
  [OrderWorkflowEvents.PLACED]: "order_placed",
  [FulfillmentWorkflowEvents.SHIPMENT_CREATED]: "shipment_created",
  [OrderWorkflowEvents.CANCELED]: "order_canceled",
  [PaymentEvents.REFUNDED]: "payment_refunded",
}

export default async function automaticMailHandler({
  event,
  container,
}: SubscriberArgs<{ id: string; no_notification?: boolean }>): Promise<void> {
  // What happens before the migrations have run is made up for by the sweep.
  if (!(await mailModule(container).isReady())) {
    return
  }
  const automatic = EVENTS[event.name]!
  if (automatic === "payment_refunded") {
    await sendRefundMails(container, event.data.id)
    return
  }
  await sendAutomaticMail(container, automatic, event.data.id, { silent: event.data.no_notification })
}

export const config: SubscriberConfig = {
  event: Object.keys(EVENTS),
  context: { subscriberId: "mail-delivery-automatic-mail" },
}
