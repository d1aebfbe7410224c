/** Single mails and the ledger. */
import type { Context } from "@medusajs/framework/types"
import { MedusaContext } from "@medusajs/framework/utils"

import { momentsOf } from "../audience/shop-days"
import { type OpenAttachment, openAttachment } from "../deliveries/attachments"
import { exportDeliveries } from "../deliveries/export"
import {
  type FailedDeliveryListOptions,
  type FailedDeliveryPage,
  listFailedDeliveries,
} from "../deliveries/failed"
import {
  type DeliveryDetailDTO,
  type DeliveryListOptions,
  getDelivery,
  listDeliveries,
  type ListedDelivery,
} from "../deliveries/ledger"
import type { LedgerPart } from "../deliveries/ledger-part"
import { listLog, type LogOptions, type LogPage, type LogPart } from "../deliveries/log"
import { exportLog } from "../deliveries/log-export"
import { sendNotification } from "../deliveries/notification"
import { countReasons, type ReasonCount } from "../deliveries/reasons"
import { previewResend, resendDelivery, type ResendDTO, type ResendPreviewDTO } from "../deliveries/resend"
import { sendSingleMail, type SingleMailDTO, type SingleMailInput } from "../deliveries/single"
import { getMailing } from "../mailings/mailing"
import * as shapes from "../shapes"
import { check } from "../shapes/check"
import { actorOf, idOf } from "./arguments"
import { MailingsService } from "./mailings"

export abstract class DeliveriesService extends MailingsService {
  /**
   * Sends one templated mail to one address. The same `idempotency_key` never sends twice: the second call
   * returns the first one's delivery.
   */
  async sendSingleMail(
    input: SingleMailInput,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<SingleMailDTO> {
    const sent = await sendSingleMail(this.databaseFor(sharedContext), this.options, input)
    await this.deliveriesDue(sharedContext)
    return sent
  }

  /**
   * Records what Medusa's Notification Module notifies of, for our provider of it.
   *
   * @param notification - As a provider is handed it.
   * @throws MedusaError that names the field of the notification, or what the shop lacks; nothing is recorded then.
   */
  async sendNotification(notification: unknown): Promise<SingleMailDTO> {
    const sent = await sendNotification(this.db, this.options, notification)
    await this.deliveriesDue()
    return sent
  }

  /** Where a resent mail would go now. @throws MedusaError as {@link resendDelivery} would. */
  async previewResend(id: string): Promise<ResendPreviewDTO> {
    return previewResend(this.db, idOf(id))
  }

  /**
   * Sends an order mail or a single mail once more, as it was, to its person's address as it is now.
   *
   * @throws MedusaError `not_found`; `not_allowed` for mail that cannot be sent again by itself, and within a minute of
   *   the time before, unless that did not arrive.
   */
  async resendDelivery(
    id: string,
    actorId: string | null = null,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<ResendDTO> {
    this.refuseInTransaction(sharedContext, "resendDelivery")
    const resent = await resendDelivery(this.db, idOf(id), actorOf(actorId), this.options.transports)
    await this.deliveriesDue()
    return resent
  }

  /**
   * The ledger: mails of one mailing by their place in it, or of everything, the newest first; a page at a time.
   *
   * @throws MedusaError `invalid_data`
   */
  async listDeliveries(
    options: DeliveryListOptions,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<{ deliveries: ListedDelivery[]; count: number }> {
    return listDeliveries(this.databaseFor(sharedContext), check(shapes.deliveryList, options))
  }

  /** The ledger of a mailing as CSV, in pieces. @throws MedusaError `not_found`, before the first piece. */
  async exportDeliveries(mailingId: string, part: LedgerPart = {}): Promise<AsyncGenerator<string>> {
    const asked = check(shapes.ledgerPart, part)
    const { id } = await getMailing(this.db, idOf(mailingId, "mailing_id"))
    return exportDeliveries(this.db, id, asked)
  }

  /**
   * How many mails of a mailing failed, wait, came back or were left out, for each reason. Each figure is the length of the
   * list that `listDeliveries` gives for its `state` and `reason`.
   *
   * @throws MedusaError `not_found`
   */
  async countReasons(mailingId: string): Promise<ReasonCount[]> {
    const { id } = await getMailing(this.db, idOf(mailingId, "mailing_id"))
    return countReasons(this.db, id)
  }

  /** All mail of the store, the latest first. @throws MedusaError `invalid_data` */
  async listLog(options: LogOptions): Promise<LogPage> {
    return listLog(this.db, this.byMoments(check(shapes.logList, options)))
  }

  /** The same as CSV, in pieces, wholly. @throws MedusaError `invalid_data`, before the first piece. */
  async exportLog(part: LogPart = {}): Promise<AsyncGenerator<string>> {
    return exportLog(this.db, this.byMoments(check(shapes.logPart, part)))
  }

  /** Days are those of the shop. */
  private byMoments<Part extends LogPart>({ at, ...part }: Part) {
    return { ...part, ...(at && { at: momentsOf(at, this.options.timezone) }) }
  }

  /** Mails that did not arrive, of all mailings, the latest failure first. @throws MedusaError `invalid_data` */
  async listFailedDeliveries(options: FailedDeliveryListOptions): Promise<FailedDeliveryPage> {
    return listFailedDeliveries(this.db, check(shapes.failureList, options))
  }

  /**
   * A file of a mail, in pieces.
   *
   * @param index - Counted from 0, in the order of the delivery's `attachments`.
   * @throws MedusaError `not_found`, before the first piece.
   */
  async openAttachment(id: string, index: number | string): Promise<OpenAttachment> {
    return openAttachment(this.db, idOf(id), String(index))
  }

  /** One delivery with its events and the mail as it was sent. */
  async getDelivery(id: string, @MedusaContext() sharedContext: Context = {}): Promise<DeliveryDetailDTO> {
    return getDelivery(this.databaseFor(sharedContext), idOf(id), this.options)
  }
}
