/** What a person should know of the sending comes into the admin's bell. */
import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"

import { mailModule } from "../container/mail-module"
import type { Trouble } from "../modules/mail/dispatch/breaker"
import type { MailingDTO } from "../modules/mail/mailings/mailing"
import type { EngineEvent } from "../modules/mail/sending/engine"
import type MailModuleService from "../modules/mail/service"
import type { Language, PauseCause } from "../modules/mail/words"
import type { OwnFault } from "../modules/mail/words/failure-classes"
import { ringBell } from "../notices/ring-bell"
import { type Notice, TEXTS } from "../notices/texts"
import { titleOf } from "../notices/title"

interface EventData {
  /** Of the mailing, if the event is about one. */
  id?: string
  message?: string
  /** Of a pause of the transport. */
  kind?: Trouble["kind"]
  /** Of a pause of a mailing. */
  cause?: Exclude<PauseCause, "person">
  /** Of a refusal that nothing is paused for. */
  fault?: OwnFault
  forNow?: boolean
}

/** A mailing, with its subject as people read it. */
async function titled(mail: MailModuleService, id: string, language: Language): Promise<MailingDTO> {
  const mailing = await mail.getMailing(id)
  const subject = titleOf(mailing.content.subject, language)
  return { ...mailing, content: { ...mailing.content, subject } }
}

async function noticeOf(mail: MailModuleService, name: string, data: EventData): Promise<Notice | null> {
  const { language } = await mail.getSettings()
  const texts = TEXTS[language]
  const { id = "", message = "", cause = "alike", fault = "account", forNow = false } = data
  switch (name as EngineEvent) {
    case "mail-delivery.transport_paused":
      return data.kind === "refused" ? texts.transportRefuses(message) : texts.transportPaused(message)
    case "mail-delivery.sending_refused":
      return texts.sendingRefused(fault, message, forNow)
    case "mail-delivery.transport_resumed":
      return texts.transportResumed()
    case "mail-delivery.mailing_refused":
      return texts.mailingRefused(await titled(mail, id, language), message)
    case "mail-delivery.mailing_overdue":
      return texts.mailingOverdue(await titled(mail, id, language))
    case "mail-delivery.mailing_paused":
      return texts.mailingPaused(await titled(mail, id, language), cause, message)
    case "mail-delivery.mailing_first_pass_done":
      return texts.mailingDone(await titled(mail, id, language))
    // The end of the first pass has been told; what was deferred then is in the mailing's list.
    case "mail-delivery.mailing_completed":
    // Work, not news.
    case "mail-delivery.documents_due":
      return null
  }
}

export default async function transportNoticesHandler({
  event,
  container,
}: SubscriberArgs<EventData>): Promise<void> {
  const notice = await noticeOf(mailModule(container), event.name, event.data)
  if (notice) {
    await ringBell(container, notice)
  }
}

export const config: SubscriberConfig = {
  event: [
    "mail-delivery.transport_paused",
    "mail-delivery.transport_resumed",
    "mail-delivery.sending_refused",
    "mail-delivery.mailing_refused",
    "mail-delivery.mailing_overdue",
    "mail-delivery.mailing_paused",
    "mail-delivery.mailing_first_pass_done",
  ],
  context: { subscriberId: "mail-delivery-transport-notices" },
}
