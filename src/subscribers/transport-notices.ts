/** What a person should know of the sending comes into the admin's bell. */
import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"

import { mailModule } from "../container/mail-module"
import type { MailingDTO } from "../modules/mail/mailings/mailing"
import type MailModuleService from "../modules/mail/service"
import type { Language } from "../modules/mail/words"
import type { MailEvent, MailEvents } from "../modules/mail/words/events"
import { connectionFault } from "../notices/connection-words"
import { mailboxFault } from "../notices/mailbox-words"
import { notifyStaff, notifyStaffOfDay } from "../notices/notify-staff"
import { allWell, type Notice, ofTransport, TEXTS, type Texts } from "../notices/texts"
import { titleOf } from "../notices/title"

/** What any of these events may carry. */
type EventData = Partial<
  Omit<MailEvents["mail-delivery.transport_paused"], "kind"> & {
    kind: string
  } & MailEvents["mail-delivery.sending_refused"] &
    MailEvents["mail-delivery.server_limits"] &
    MailEvents["mail-delivery.mailing_paused"]
>

/** A mailing, with its subject as people read it. */
async function titled(mail: MailModuleService, id: string, language: Language): Promise<MailingDTO> {
  const mailing = await mail.getMailing(id)
  const subject = titleOf(mailing.content.subject, language)
  return { ...mailing, content: { ...mailing.content, subject } }
}

/** What is told, and of which day, if one notice gathers all of it. */
interface FoundNotice {
  notice: Notice
  day?: string
}

/** Who writes about one order sees that it was sent: it is told once a day, together with all others, unless it went wrong. */
async function noticeOfEnd(mail: MailModuleService, mailing: MailingDTO, texts: Texts): Promise<FoundNotice> {
  const isAboutOne = mailing.kind === "order" && mailing.document_ids?.length === 1
  if (!isAboutOne || !allWell(mailing.counts)) {
    return { notice: texts.mailingDone(mailing) }
  }
  const { day, count } = await mail.countSentSingly()
  return { notice: texts.sentSingly(count), day }
}

async function noticeOf(mail: MailModuleService, name: string, data: EventData): Promise<FoundNotice | null> {
  const { language } = await mail.getSettings()
  const texts = TEXTS[language]
  const { id = "", message = "", cause = "alike", fault = "account", forNow = false } = data
  const told = (notice: Notice) => ({ notice: ofTransport(notice, data.transport, language) })
  switch (name as MailEvent) {
    case "mail-delivery.transport_paused":
      return data.kind === "refused"
        ? told(texts.transportRefuses(message))
        : told(texts.transportPaused(connectionFault(data.phase), message))
    case "mail-delivery.sending_refused":
      return told(texts.sendingRefused(fault, message, forNow))
    case "mail-delivery.server_limits":
      return told(texts.serverLimits(data.limit ?? "rate", data.value ?? 1, message))
    case "mail-delivery.transport_resumed":
      return told(texts.transportResumed())
    case "mail-delivery.mailbox_unreadable":
      return { notice: texts.mailboxUnreadable(mailboxFault(data.kind), message) }
    case "mail-delivery.mailbox_read_again":
      return { notice: texts.mailboxReadAgain() }
    case "mail-delivery.mailing_refused": {
      const mailing = await titled(mail, id, language)
      // Somebody may have taken it up again already.
      const refusal_reason = mailing.refusal_reason ?? message
      return { notice: texts.mailingRefused({ ...mailing, refusal_reason }) }
    }
    case "mail-delivery.mailing_overdue":
      return { notice: texts.mailingOverdue(await titled(mail, id, language)) }
    case "mail-delivery.mailing_paused":
      return { notice: texts.mailingPaused(await titled(mail, id, language), cause, message) }
    case "mail-delivery.mailing_first_pass_done":
      return noticeOfEnd(mail, await titled(mail, id, language), texts)
    // The end of the first pass has been told; what was deferred then is in the mailing's list.
    case "mail-delivery.mailing_completed":
    // Work, not news.
    case "mail-delivery.deliveries_due":
    case "mail-delivery.documents_due":
      return null
  }
}

export default async function transportNoticesHandler({
  event,
  container,
}: SubscriberArgs<EventData>): Promise<void> {
  const found = await noticeOf(mailModule(container), event.name, event.data)
  const { id } = event.data
  if (found?.day) {
    await notifyStaffOfDay(container, found.notice, found.day)
  } else if (found) {
    const about = id ? { resource_type: "mail_delivery_mailing" as const, resource_id: id } : undefined
    await notifyStaff(container, found.notice, { about })
  }
}

export const config: SubscriberConfig = {
  event: [
    "mail-delivery.transport_paused",
    "mail-delivery.transport_resumed",
    "mail-delivery.sending_refused",
    "mail-delivery.server_limits",
    "mail-delivery.mailbox_unreadable",
    "mail-delivery.mailbox_read_again",
    "mail-delivery.mailing_refused",
    "mail-delivery.mailing_overdue",
    "mail-delivery.mailing_paused",
    "mail-delivery.mailing_first_pass_done",
  ],
  context: { subscriberId: "mail-delivery-transport-notices" },
}
