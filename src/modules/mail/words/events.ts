/**
 * Every event of this plugin and what it carries: `subscribers` of a store or another plugin may listen to them. They are
 * news, and news can be lost; what is true stands in Postgres.
 *
 * @example A store that wants to know when everybody was tried once.
 * ```ts
 * import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
 * import type { MailEvents } from "medusa-plugin-mail-delivery/modules/mail"
 *
 * type Done = MailEvents["mail-delivery.mailing_first_pass_done"]
 *
 * export default async function tell({ event, container }: SubscriberArgs<Done>) {
 *   const mailing = await container.resolve("mailDelivery").getMailing(event.data.id)
 *   container.resolve("logger").info(`${mailing.counts.sent} of ${mailing.counts.total} were sent`)
 * }
 *
 * export const config: SubscriberConfig = { event: "mail-delivery.mailing_first_pass_done" }
 * ```
 */
import type { OwnFault } from "./failure-classes"
import type { OwnPauseCause } from "./index"
import type { MailboxFaultKind } from "./mailbox-faults"

/** The id of a mailing. */
interface OfMailing {
  id: string
}

/** Of which transport this is told, `default` being the one of the whole store; left out where there is no other. */
export interface OfTransport {
  transport?: string
}

export interface MailEvents {
  /** There is something to send. Carries nothing: Postgres knows what. */
  "mail-delivery.deliveries_due": Record<string, never>
  /** An order mailing waits for its documents. */
  "mail-delivery.documents_due": OfMailing
  /** The mail server takes nothing from anybody; everything waits. */
  "mail-delivery.transport_paused": OfTransport & {
    /** `refused`: the server is there, and refuses every mail in the same words. */
    kind: "fault" | "refused"
    /** In the server's words, where it had any. */
    message: string
    /** Of a fault: how far the conversation came. */
    phase?: string
  }
  "mail-delivery.transport_resumed": OfTransport
  /** The mail server refuses something of ours, and no pause says so. */
  "mail-delivery.sending_refused": OfTransport & {
    fault: OwnFault
    /** In the server's own words. */
    message: string
    /** The mails are tried again. */
    forNow: boolean
  }
  /** The mail server takes only so much; sending has adapted by itself. */
  "mail-delivery.server_limits": OfTransport & {
    limit: "connections" | "rate"
    /** Connections at once of one worker, or mails per second of all together. */
    value: number
    /** In the server's own words. */
    message: string
  }
  /** The mailbox cannot be read that returned mail arrives in; it is tried again and again. */
  "mail-delivery.mailbox_unreadable": {
    kind: MailboxFaultKind
    /** In the server's words, where it had any. */
    message: string
  }
  "mail-delivery.mailbox_read_again": Record<string, never>
  /** It could not be prepared and was not sent. */
  "mail-delivery.mailing_refused": OfMailing & { message: string }
  /** Its time passed too long ago, and it is a draft again. */
  "mail-delivery.mailing_overdue": OfMailing
  /** By itself; a person's own pause is no news. */
  "mail-delivery.mailing_paused": OfMailing & { cause: OwnPauseCause; message: string }
  /** Each recipient was tried once; some may be tried again. */
  "mail-delivery.mailing_first_pass_done": OfMailing
  /** No delivery is open any more. */
  "mail-delivery.mailing_completed": OfMailing
}

export type MailEvent = keyof MailEvents

export const DELIVERIES_DUE = "mail-delivery.deliveries_due" satisfies MailEvent
export const DOCUMENTS_DUE = "mail-delivery.documents_due" satisfies MailEvent
