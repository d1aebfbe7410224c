/** What comes back about mails that were sent. */
import { receiveEvents, type Reception, recordReturnedMail, type ReturnTally } from "../bounces/receive"
import type { OnPause } from "../bounces/record"
import type { EventRequest } from "../bounces/services/service"
import { DeliveriesService } from "./deliveries"

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
    return reception
  }
}
