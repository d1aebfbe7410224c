/** What comes back about mails that were sent. */
import { MESSAGE } from "../bounces/message-events"
import { receiveEvents, type Reception, recordReturnedMail, type ReturnTally } from "../bounces/receive"
import type { OnPause } from "../bounces/record"
import type { EventRequest } from "../bounces/services/service"
import { checkMailbox, type MailboxCheckDTO } from "../intake/check"
import { type HeardServiceDTO, heardServices, noteHeard } from "../intake/heard"
import { mailboxState, type MailboxStateDTO } from "../intake/state"
import { Gate } from "../refusals/gate"
import { notAllowed } from "../refusals/refusal"
import { DeliveriesService } from "./deliveries"

/** Where news of mails that were sent comes in, and when it came last. */
export interface IntakeDTO {
  /** Where mail comes back to; null: to the sender. */
  address: string | null
  mailbox: MailboxStateDTO | null
  /** Those that the options allow. */
  services: HeardServiceDTO[]
}

/** Each is a login of its own; many servers shut out clients that come too often. */
const gate = new Gate({
  atOnce: 1,
  waiting: 5,
  code: "busy_checking",
  full: "The mailbox is being tried already: try again in a few seconds.",
})

export abstract class ReturnsService extends DeliveriesService {
  /**
   * What a message says that came back about a mail of ours, and what follows: once, however often it comes. Of a message
   * that is no report, such as a holiday note, nothing follows.
   *
   * @param message - Its bytes, of whatever size: only the front of it is read.
   */
  async recordReturnedMail(message: Buffer): Promise<ReturnTally> {
    return recordReturnedMail(this.db, this.options, message, this.tellPause)
  }

  private readonly tellPause: OnPause = (paused) => this.emit("mail-delivery.mailing_paused", paused)

  /**
   * News of mails from a mail service, or a returned message from a mail server (`message`): believed if it is signed with
   * what the option `events` has for it, and else nothing is kept of it.
   */
  async receiveMailEvents(service: string, request: Omit<EventRequest, "now">): Promise<Reception> {
    const asked = { ...request, now: Date.now() }
    const reception = await receiveEvents(this.db, this.options, service, asked, this.tellPause)
    this.metrics?.told(service, reception)
    await noteHeard(this.db, service, reception)
    return reception
  }

  /** The doors through which news of mails comes in: which there are, and what they said last. */
  async getIntake(): Promise<IntakeDTO> {
    const { bounces, events = {} } = this.options
    const services = Object.keys(events).flatMap((name) => (name === "signed" ? [name, MESSAGE] : [name]))
    return {
      address: bounces?.address ?? null,
      mailbox: bounces?.mailbox ? await mailboxState(this.db, bounces.mailbox) : null,
      services: await heardServices(this.db, services),
    }
  }

  /**
   * Opens the mailbox that returned mail arrives in, from this process and at once, and tells how far that came. A refusal
   * is an answer and no error. Nothing is read.
   *
   * @throws MedusaError `not_allowed` without the option, and when too many are under way.
   */
  async checkIntake(): Promise<MailboxCheckDTO> {
    const { mailbox } = this.options.bounces ?? {}
    if (!mailbox) {
      throw notAllowed(
        "no_mailbox",
        "No mailbox is set: enter bounces.mailbox in the plugin's options in medusa-config.ts to have returned mail read."
      )
    }
    return gate.pass(() => checkMailbox(mailbox))
  }
}
