/** Mailings: drafts, and what becomes of them from Send to the last retry. */
import type { Context } from "@medusajs/framework/types"
import { MedusaContext } from "@medusajs/framework/utils"

import { type DeliveryDTO, getDelivery } from "../deliveries/ledger"
import { isDay, startOfDay } from "../formats/shop-time"
import { cancelMailing, pauseMailing, resumeMailing } from "../mailings/control"
import {
  createDraft,
  deleteDraft,
  type MailingChanges,
  type MailingInput,
  updateDraft,
} from "../mailings/drafts"
import { undoSend } from "../mailings/grace-and-undo"
import { exportLeftOut, type LeftOutOptions, type LeftOutPage, listLeftOut } from "../mailings/left-out"
import {
  countSentSingly,
  getMailing,
  type ListedMailing,
  listMailings,
  type MailingDTO,
  type MailingListOptions,
} from "../mailings/mailing"
import { previewContent, type PreviewDTO, type PreviewInput } from "../mailings/preview"
import { retryMailing } from "../mailings/retry"
import { previewRetry, type RetryPreviewDTO } from "../mailings/retry-preview"
import { type SampleInput, sendSample } from "../mailings/sample"
import { requestSend } from "../mailings/send"
import * as shapes from "../shapes"
import { check } from "../shapes/check"
import type { LeftOutReason, RetryableState } from "../words"
import { DOCUMENTS_DUE } from "../words/events"
import { actorOf, idOf } from "./arguments"
import { DocumentsService } from "./documents"

/** When a mailing is to be sent; now if left out. */
export interface SendOptions {
  /** ISO 8601 with a time zone, or a day of the shop, in the future. */
  scheduled_at?: Date | string | null
  /** How long it can be undone, in seconds up to 600, in the place of the shop's setting; 0 begins at once. */
  grace?: number
}

export abstract class MailingsService extends DocumentsService {
  /** One mailing with its counters, in whatever state. @throws MedusaError `not_found` */
  async getMailing(id: string, @MedusaContext() sharedContext: Context = {}): Promise<MailingDTO> {
    return getMailing(this.databaseFor(sharedContext), idOf(id))
  }

  /** The history, newest first. `listMailings` is generated and serves Query. */
  async findMailings(
    options: MailingListOptions,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<{ mailings: ListedMailing[]; count: number }> {
    return listMailings(this.databaseFor(sharedContext), check(shapes.mailingList, options))
  }

  /** Order mailings about one document that were wholly sent today, and which day of the shop that is. */
  async countSentSingly(): Promise<{ day: string; count: number }> {
    return countSentSingly(this.db, this.options.timezone)
  }

  /** Keeps a draft, errors and all. */
  async createMailing(
    input: MailingInput,
    actorId: string | null = null,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<MailingDTO> {
    const db = this.databaseFor(sharedContext)
    const { attachmentMegabytes } = this.options
    return getMailing(db, await createDraft(db, input, actorOf(actorId), attachmentMegabytes))
  }

  /**
   * Changes a draft, a refused mailing, or a scheduled one that is taken off the schedule by the same call.
   *
   * @throws MedusaError `not_allowed` naming the state; `invalid_data` for what belongs to another kind or source.
   */
  async updateMailing(
    id: string,
    changes: MailingChanges,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<MailingDTO> {
    const db = this.databaseFor(sharedContext)
    await updateDraft(db, idOf(id), changes, this.options.attachmentMegabytes)
    return getMailing(db, id)
  }

  /**
   * The orders, shipments or quotes of an order mailing that got no mail, a page at a time: as many for each `reason` as
   * `unsendable` of the mailing says.
   *
   * @throws MedusaError `not_found`
   */
  async listLeftOut(id: string, options: LeftOutOptions = {}): Promise<LeftOutPage> {
    const asked = check(shapes.leftOutList, options)
    await getMailing(this.db, idOf(id))
    return listLeftOut(this.db, id, asked)
  }

  /** The same as CSV, in pieces. @throws MedusaError `not_found`, before the first piece. */
  async exportLeftOut(id: string, reason?: LeftOutReason): Promise<AsyncGenerator<string>> {
    const asked = check(shapes.leftOutPart, { reason })
    await getMailing(this.db, idOf(id))
    return exportLeftOut(this.db, id, asked.reason)
  }

  /** Deletes what was never sent; history stays. @throws MedusaError `not_found`; `not_allowed` naming the state. */
  async deleteMailing(id: string, @MedusaContext() sharedContext: Context = {}): Promise<void> {
    await deleteDraft(this.databaseFor(sharedContext), idOf(id))
  }

  /** The finished mail as a recipient would get it, saved or not; faults come in `errors`, not as exceptions. */
  async previewContent(input: PreviewInput, actorId: string | null = null): Promise<PreviewDTO> {
    const { document, ...asked } = input
    return previewContent(
      this.db,
      this.options,
      { ...check(shapes.preview, asked), document },
      actorOf(actorId)
    )
  }

  /**
   * Sends one rendered sample of a mailing, outside quota and counts, and marked as what it is.
   *
   * @throws MedusaError `not_allowed` when too many were sent within an hour, saying when the next one is possible.
   */
  async sendSample(
    mailingId: string,
    input: SampleInput,
    actorId: string | null = null,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<DeliveryDTO> {
    this.refuseInTransaction(sharedContext, "sendSample")
    const { document, ...asked } = input
    const { to, customer_id } = check(shapes.sample, asked)
    const sample = { to, customer_id, document }
    const id = await sendSample(
      this.db,
      this.options,
      idOf(mailingId, "mailing_id"),
      sample,
      actorOf(actorId)
    )
    await this.deliveriesDue()
    return getDelivery(this.db, id, this.options)
  }

  /**
   * Sends a draft, now or at `scheduled_at`. What is sent now waits for its grace as `scheduled`, with `grace_until`. What
   * does not fit the quota or has errors is refused at once and the draft stays as it was.
   *
   * @throws MedusaError `invalid_data` for errors in content or audience, `not_allowed` for state and quota.
   */
  async sendMailing(
    id: string,
    options: SendOptions = {},
    actorId: string | null = null,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<MailingDTO> {
    this.refuseInTransaction(sharedContext, "sendMailing")
    const { scheduled_at, grace } = check(shapes.sendOptions, options)
    const time = scheduled_at ? this.futureTime(scheduled_at) : null
    await requestSend(this.db, this.options, idOf(id), { scheduled_at: time, grace }, actorOf(actorId))
    const mailing = await this.afterChange(id)
    if (mailing.grace_left !== null) {
      this.deliveriesDueIn(mailing.grace_left)
    }
    if (mailing.kind === "order" && mailing.state === "preparing") {
      await this.emit(DOCUMENTS_DUE, { id })
    }
    return mailing
  }

  /**
   * Takes Send back, as long as nothing of the mailing has begun: it is a draft again, words and audience as they were.
   *
   * @throws MedusaError `not_allowed` with the code `too_late` when it has begun, or naming the state.
   */
  async undoSend(id: string, @MedusaContext() sharedContext: Context = {}): Promise<MailingDTO> {
    this.refuseInTransaction(sharedContext, "undoSend")
    await undoSend(this.db, idOf(id))
    return getMailing(this.db, id)
  }

  /**
   * Stops a mailing that is being sent. What is on a connection is still recorded; everything else waits for `resumeMailing`.
   *
   * @param reason - Shown beside the state.
   * @throws MedusaError `not_found`; `not_allowed` naming the state.
   */
  async pauseMailing(
    id: string,
    reason = "paused by a person",
    @MedusaContext() sharedContext: Context = {}
  ): Promise<MailingDTO> {
    this.refuseInTransaction(sharedContext, "pauseMailing")
    await pauseMailing(this.db, idOf(id), check(shapes.pauseReason, reason, "reason"))
    return getMailing(this.db, id)
  }

  /** Goes on with a paused mailing where it stopped. @throws MedusaError `not_found`; `not_allowed` naming the state. */
  async resumeMailing(id: string, @MedusaContext() sharedContext: Context = {}): Promise<MailingDTO> {
    this.refuseInTransaction(sharedContext, "resumeMailing")
    await resumeMailing(this.db, idOf(id))
    return this.afterChange(id)
  }

  /**
   * Ends a mailing for good: what has not been sent becomes `skipped` and gives its places in the quota back.
   *
   * @throws MedusaError `not_found`; `not_allowed` naming the state.
   */
  async cancelMailing(id: string, @MedusaContext() sharedContext: Context = {}): Promise<MailingDTO> {
    this.refuseInTransaction(sharedContext, "cancelMailing")
    await cancelMailing(this.db, idOf(id))
    return this.afterChange(id)
  }

  /** What sending the failed or uncertain deliveries again would do now: how many go, and why others do not. */
  async previewRetry(id: string, states: readonly RetryableState[]): Promise<RetryPreviewDTO> {
    return previewRetry(this.db, this.options, idOf(id), check(shapes.retryOptions, { states }).states)
  }

  /**
   * Sends failed or uncertain deliveries once more, each to its person's address as it is now. Who may not be written to
   * there is left out.
   *
   * @throws MedusaError `not_allowed` in a state where nothing can be retried, over the quota, and if nobody is left.
   */
  async retryMailing(
    id: string,
    states: readonly RetryableState[],
    actorId: string | null = null,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<MailingDTO> {
    this.refuseInTransaction(sharedContext, "retryMailing")
    const asked = check(shapes.retryOptions, { states })
    await retryMailing(this.db, this.options, idOf(id), asked.states, actorOf(actorId))
    return this.afterChange(id)
  }

  /** A day is one of the shop, and begins at its midnight. @throws MedusaError `invalid_data` */
  private futureTime(given: string): Date {
    const time = isDay(given) ? startOfDay(given, this.options.timezone) : new Date(given)
    check(shapes.futureInstant, time.toISOString(), "scheduled_at")
    return time
  }

  private async afterChange(id: string): Promise<MailingDTO> {
    await this.deliveriesDue()
    return getMailing(this.db, id)
  }
}
