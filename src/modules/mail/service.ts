/**
 * The façade of the module: what routes, workflows and other plugins may ask of it. Whatever comes in is checked here
 * by its shape. The rules (consent, quota, states) live in the folders beside it, below this line, so that nobody can
 * go around them.
 */
import type { Knex } from "@medusajs/framework/mikro-orm/knex"
import type { ConfigModule, IEventBusModuleService, Logger } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaService, Modules } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"

import { type AudienceCount, countAudience } from "./audience/count"
import { audienceInMoments, filterInMoments, momentsOf } from "./audience/shop-days"
import { type UnknownCustomers, unknownCustomers } from "./audience/unknown-customers"
import {
  assertAutomatic,
  missedOccurrences,
  refundsToTell,
  sendAutomatic,
  switchedOn,
} from "./automatic/automatic"
import type { MissedOptions, Occurrence } from "./automatic/occurrences"
import { type VariableEntry, variablesOf } from "./content/catalogue"
import { type DefaultInserts, defaultInserts } from "./content/order-insert"
import { exportDeliveries } from "./deliveries/export"
import {
  type FailedDeliveryListOptions,
  type FailedDeliveryPage,
  listFailedDeliveries,
} from "./deliveries/failed"
import {
  type DeliveryDetailDTO,
  type DeliveryDTO,
  type DeliveryListOptions,
  getDelivery,
  listDeliveries,
  type ListedDelivery,
} from "./deliveries/ledger"
import { previewResend, resendDelivery, type ResendDTO, type ResendPreviewDTO } from "./deliveries/resend"
import { clearOldContent } from "./deliveries/retention"
import { sendSingleMail, type SingleMailDTO, type SingleMailInput } from "./deliveries/single"
import { takeTestMail } from "./deliveries/test-limit"
import { isDay, startOfDay } from "./formats/shop-time"
import { mailFlow, type MailFlowDTO, noFlow } from "./health/flow"
import { MailMetrics } from "./health/metrics"
import { cancelMailing, pauseMailing, resumeMailing } from "./mailings/control"
import {
  createDraft,
  deleteDraft,
  type MailingChanges,
  type MailingInput,
  updateDraft,
} from "./mailings/drafts"
import { undoSend } from "./mailings/grace-and-undo"
import {
  countSentSingly,
  getMailing,
  type ListedMailing,
  listMailings,
  type MailingDTO,
  type MailingListOptions,
} from "./mailings/mailing"
import {
  addDocuments,
  type DocumentChunk,
  nextDocuments,
  stalledPreparations,
} from "./mailings/order-mailing"
import { previewContent, type PreviewDTO, type PreviewInput } from "./mailings/preview"
import { previewRetry, retryMailing, type RetryPreviewDTO } from "./mailings/retry"
import { type SampleInput, sendSample } from "./mailings/sample"
import { requestSend } from "./mailings/send"
import {
  type ConsentEventDTO,
  type ConsentRecordOptions,
  exportConsents,
  listConsents,
} from "./members/consent-record"
import { claimAddress, type CorrectAddressInput } from "./members/correct-address"
import { listMembers, type MemberDTO, type MemberListOptions } from "./members/list"
import {
  getConsent,
  setConsent,
  type SetConsentInput,
  setFlags,
  type SetFlagsInput,
} from "./members/set-consent"
import {
  type LinkState,
  type ShopDTO,
  shopOf,
  stateOfLink,
  type UndoOutcome,
  undoUnsubscribe,
  unsubscribe,
  type UnsubscribeOutcome,
} from "./members/unsubscribe"
import * as models from "./models"
import { closeGeneratedWriters } from "./models/read-only"
import { type MailOptions, parseOptions } from "./options"
import { warningsOf } from "./options/warnings"
import type { OrderDocument, RecipientDTO } from "./orders/document"
import { type DocumentListOptions, listDocuments, type ListedDocument } from "./orders/list"
import { recipientsOf } from "./orders/recipients"
import { type Activity, activityOf } from "./quota/activity"
import { balanceOf, fits, monthOf, type QuotaBalance } from "./quota/quota"
import { Readiness } from "./readiness/readiness"
import { closeRenderThreads } from "./render-threads"
import { saveSettings } from "./save-settings"
import { postgresAddressOf } from "./sending/connections"
import { Engine } from "./sending/engine"
import { type ProbeDTO, sendProbe } from "./sending/probe"
import { getSettings, type MailSettingsDTO } from "./settings/settings"
import * as shapes from "./shapes"
import { check } from "./shapes/check"
import { forCallers } from "./sql/callers-faults"
import { type Database, databaseFromKnex } from "./sql/database"
import { customFields } from "./templates/custom-fields"
import { lastUsedTemplate } from "./templates/last-used"
import {
  createTemplate,
  deleteTemplate,
  getTemplate,
  type ListedTemplate,
  listTemplates,
  type TemplateChanges,
  type TemplateDTO,
  type TemplateInput,
  type TemplateListOptions,
  updateTemplate,
} from "./templates/templates"
import type {
  Audience,
  AudienceFilter,
  Consent,
  DeliveryState,
  MailingKind,
  Purpose,
  RetryableState,
} from "./words"
import { AUTOMATIC_EVENTS, type AutomaticEvent } from "./words/automatic-rules"
import { DELIVERIES_DUE, DOCUMENTS_DUE, type MailEvent, type MailEvents } from "./words/events"

export type { MailingChanges } from "./mailings/drafts"

export interface AudienceDTO extends AudienceCount {
  quota: QuotaBalance & { fits: boolean }
  /** Ticked customers whom nobody knows, or who were deleted; left out if there are none. */
  unknown?: UnknownCustomers
}

/** When a mailing is to be sent; now if left out. */
export interface SendOptions {
  /** ISO 8601 with a time zone, or a day of the shop, in the future. */
  scheduled_at?: Date | string | null
  /** How long it can be undone, in seconds up to 600, in the place of the shop's setting; 0 begins at once. */
  grace?: number
}

interface Dependencies {
  [ContainerRegistrationKeys.PG_CONNECTION]: Knex
  [ContainerRegistrationKeys.LOGGER]: Logger
  [ContainerRegistrationKeys.CONFIG_MODULE]: ConfigModule
  [Modules.EVENT_BUS]?: IEventBusModuleService
}

export default class MailModuleService extends MedusaService(models) {
  private readonly db: Database
  private readonly options: MailOptions
  private readonly engine: Engine
  private readonly readiness: Readiness
  private metrics: MailMetrics | undefined
  private readonly eventBus: IEventBusModuleService | undefined
  private readonly workerMode: string
  private readonly logger: Logger

  constructor(...dependencies: [container: Dependencies, options: unknown]) {
    super(...dependencies)
    const [container, options] = dependencies
    this.options = parseOptions(options)
    const knex = container[ContainerRegistrationKeys.PG_CONNECTION]
    const db = databaseFromKnex(knex)
    this.db = forCallers(db)
    this.eventBus = container[Modules.EVENT_BUS]
    this.workerMode =
      container[ContainerRegistrationKeys.CONFIG_MODULE]?.projectConfig?.workerMode ?? "shared"
    const logger = container[ContainerRegistrationKeys.LOGGER]
    this.logger = logger
    this.readiness = new Readiness(this.db, logger)
    this.engine = new Engine({
      db,
      options: this.options,
      logger,
      readiness: this.readiness,
      postgres: postgresAddressOf(knex),
      emit: (name, data) => this.emit(name, data),
      count: (tally) => this.metrics?.add(tally),
    })
  }

  /** Only `shared` and `worker` processes send; `medusa exec` runs as `server`. */
  __hooks = {
    onApplicationStart: async () => {
      warningsOf(this.options).forEach((warning) => this.logger.warn(`mail: ${warning}`))
      if (this.workerMode !== "server") {
        this.metrics = this.options.metrics ? new MailMetrics(() => this.getFlow()) : undefined
        this.engine.start()
      }
      await this.readiness.look()
    },
    onApplicationPrepareShutdown: async () => {
      await Promise.all([this.engine.stop(), closeRenderThreads()])
    },
  }

  /**
   * Whether the tables are there. Jobs and subscribers of a store that was configured and not migrated have nothing to do
   * yet; it is told once.
   */
  async isReady(): Promise<boolean> {
    return this.readiness.isReady()
  }

  /** Tells this process's dispatcher that there may be work. Returns at once. */
  async wakeDispatcher(): Promise<void> {
    this.engine.wake()
  }

  /**
   * For a job, each minute: scheduled mailings, dead leases and ends that were missed are the dispatcher's, which looks by
   * itself; this wakes it in stores whose events are lost.
   */
  async sweepDeliveries(): Promise<void> {
    this.engine.wake()
  }

  /** Forgets what some of the mail said that is older than `retentionMonths`. @returns whether there may be more. */
  async clearOldContent(): Promise<boolean> {
    return clearOldContent(this.db, this.options.retentionMonths)
  }

  /** How many an audience comes to, who is left out and why, and whether the quota reaches. */
  async countAudience(audience: Audience, purpose: Purpose = "marketing"): Promise<AudienceDTO> {
    const asked = check(shapes.audienceQuestion, { audience, purpose })
    const ticked = asked.audience.customer_ids ?? []
    const [count, balance, unknown] = await Promise.all([
      countAudience(this.db, audienceInMoments(asked.audience, this.options.timezone), asked.purpose),
      this.getQuota(),
      unknownCustomers(this.db, ticked, true),
    ])
    return {
      ...count,
      quota: { ...balance, fits: fits(balance, count.sendable.count) },
      ...(unknown.count ? { unknown } : {}),
    }
  }

  async listMembers(
    filter: AudienceFilter,
    options: MemberListOptions
  ): Promise<{ members: MemberDTO[]; count: number }> {
    const asked = check(shapes.audienceFilter, filter)
    const page = check(shapes.memberListOptions, options)
    return listMembers(this.db, filterInMoments(asked, this.options.timezone), page)
  }

  /** Sets or clears the invalid flag of addresses. @throws MedusaError `not_found` naming unknown customers or mails. */
  async setFlags(input: SetFlagsInput): Promise<{ updated: number }> {
    return setFlags(this.db, check(shapes.flags, input))
  }

  /** Records consents that the store has, or withdrawals. @throws MedusaError `not_found`, `invalid_data`. */
  async setConsent(input: SetConsentInput, actorId: string | null = null): Promise<{ updated: number }> {
    const { audience, ...others } = check(shapes.consent, input)
    const people = audience && { audience: audienceInMoments(audience, this.options.timezone) }
    return setConsent(this.db, { ...others, ...people }, actorOf(actorId))
  }

  /** What is on record of a customer's consents, the latest first. */
  async listConsents(options: ConsentRecordOptions): Promise<{ consents: ConsentEventDTO[]; count: number }> {
    return listConsents(this.db, check(shapes.consentList, options))
  }

  /** The record of all consents, or of one customer's, as CSV in pieces, the oldest first. */
  async exportConsents(customerId: string | null = null): Promise<AsyncGenerator<string>> {
    return exportConsents(this.db, customerId === null ? null : idOf(customerId, "customer_id"))
  }

  /**
   * Whether a customer may have this address: to be asked before it is written where the store keeps it.
   *
   * @returns it as it is to be kept.
   * @throws MedusaError `not_found`; `invalid_data` for what is no address; `conflict` if another customer has it.
   */
  async claimAddress(input: CorrectAddressInput): Promise<string> {
    return claimAddress(this.db, check(shapes.correctedAddress, input))
  }

  /** What a customer has said about mail. @throws MedusaError `not_found` */
  async getConsent(customerId: string): Promise<Consent> {
    return getConsent(this.db, idOf(customerId, "customer_id"))
  }

  /** What an unsubscribe link is, and what its page says of the shop. Changes nothing, and looks at no mail. */
  async getUnsubscribePage(token: string): Promise<{ link: LinkState; shop: ShopDTO }> {
    return { link: stateOfLink(this.options, token), shop: await shopOf(this.db) }
  }

  /** What the button behind an unsubscribe link does. */
  async unsubscribe(token: string): Promise<UnsubscribeOutcome> {
    return unsubscribe(this.db, this.options, token)
  }

  /**
   * Takes it back, within a day.
   *
   * @param wording - What stood on the button: the words that they agreed to.
   */
  async undoUnsubscribe(token: string, wording: string): Promise<UndoOutcome> {
    return undoUnsubscribe(this.db, this.options, token, check(shapes.pressed, wording, "wording"))
  }

  /** The proxies before this process: a number, or their addresses and networks. */
  async getTrustedProxies(): Promise<MailOptions["trustedProxies"]> {
    return this.options.trustedProxies
  }

  async listTemplates(options: TemplateListOptions): Promise<{ templates: ListedTemplate[]; count: number }> {
    return listTemplates(this.db, check(shapes.templateList, options))
  }

  /**
   * What the next mailing of this kind and source begins with: the template of the last one that a person sent.
   *
   * @returns null if that one was written without a template, or with one that has been deleted.
   */
  async getLastUsedTemplate(of: shapes.LastTemplateOf): Promise<TemplateDTO | null> {
    return lastUsedTemplate(this.db, check(shapes.lastTemplateOf, of))
  }

  async getTemplate(id: string): Promise<TemplateDTO> {
    return getTemplate(this.db, idOf(id))
  }

  /** @throws MedusaError `invalid_data` naming field, place and fault: an invalid template is not stored. */
  async createTemplate(input: TemplateInput): Promise<TemplateDTO> {
    return createTemplate(this.db, input)
  }

  async updateTemplate(id: string, changes: TemplateChanges): Promise<TemplateDTO> {
    return updateTemplate(this.db, idOf(id), changes)
  }

  async deleteTemplate(id: string): Promise<void> {
    await deleteTemplate(this.db, idOf(id))
  }

  async getMailing(id: string): Promise<MailingDTO> {
    return getMailing(this.db, idOf(id))
  }

  /** The history, newest first. `listMailings` is generated and serves Query. */
  async findMailings(options: MailingListOptions): Promise<{ mailings: ListedMailing[]; count: number }> {
    return listMailings(this.db, check(shapes.mailingList, options))
  }

  /** Order mailings about one document that were wholly sent today, and which day of the shop that is. */
  async countSentSingly(): Promise<{ day: string; count: number }> {
    return countSentSingly(this.db, this.options.timezone)
  }

  /** Keeps a draft, errors and all. */
  async createMailing(input: MailingInput, actorId: string | null = null): Promise<MailingDTO> {
    return getMailing(this.db, await createDraft(this.db, input, actorOf(actorId)))
  }

  /**
   * Changes a draft, a refused mailing, or a scheduled one that is taken off the schedule by the same call.
   *
   * @throws MedusaError `not_allowed` naming the state; `invalid_data` for what belongs to another kind or source.
   */
  async updateMailing(id: string, changes: MailingChanges): Promise<MailingDTO> {
    await updateDraft(this.db, idOf(id), changes)
    return getMailing(this.db, id)
  }

  async deleteMailing(id: string): Promise<void> {
    await deleteDraft(this.db, idOf(id))
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
    actorId: string | null = null
  ): Promise<MailingDTO> {
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
  async undoSend(id: string): Promise<MailingDTO> {
    await undoSend(this.db, idOf(id))
    return getMailing(this.db, id)
  }

  /** The next documents that an order mailing waits for; null if there are none. */
  async nextDocuments(id: string): Promise<DocumentChunk | null> {
    return nextDocuments(this.db, idOf(id))
  }

  /** Makes deliveries of the documents of a chunk. @returns why the mailing was refused; null if it was not. */
  async addDocuments(chunk: DocumentChunk, documents: readonly OrderDocument[]): Promise<string | null> {
    const refusal = await addDocuments(this.db, this.options.timezone, chunk, documents)
    if (refusal) {
      await this.emit("mail-delivery.mailing_refused", { id: chunk.mailing_id, message: refusal })
    }
    this.engine.wake()
    return refusal
  }

  /** Order mailings whose preparation was interrupted. */
  async stalledPreparations(): Promise<string[]> {
    return stalledPreparations(this.db)
  }

  /** Events whose automatic mail is switched on. */
  async automaticEvents(): Promise<AutomaticEvent[]> {
    return switchedOn((await this.getSettings()).automatic)
  }

  /** Lost events without their automatic mail, a page at a time; only a thorough look sees old documents. */
  async missedOccurrences(event: AutomaticEvent, options: MissedOptions = {}): Promise<Occurrence[]> {
    return missedOccurrences(this.db, eventOf(event), options)
  }

  /** The refunds of a payment that its event is to be answered for. */
  async refundsToTell(paymentId: string): Promise<Occurrence[]> {
    return refundsToTell(this.db, idOf(paymentId, "payment_id"))
  }

  /** @throws MedusaError if no automatic mail of this event can be made, whatever it is about. */
  async assertAutomatic(event: AutomaticEvent): Promise<void> {
    await assertAutomatic(this.db, this.options.timezone, eventOf(event))
  }

  /**
   * Sends the automatic mail about one occurrence, once.
   *
   * @param id - Of the order, the fulfillment or the refund.
   */
  async sendAutomatic(
    event: AutomaticEvent,
    id: string,
    document: OrderDocument,
    options: { silent?: boolean } = {}
  ): Promise<SingleMailDTO | null> {
    const { timezone } = this.options
    const sent = await sendAutomatic(this.db, timezone, eventOf(event), idOf(id), document, options)
    if (sent?.created) {
      await this.deliveriesDue()
    }
    return sent
  }

  /** Orders, shipments or quotes to write to, newest first; counted up to 10,000. */
  async findDocuments(options: DocumentListOptions): Promise<{ documents: ListedDocument[]; count: number }> {
    const asked = check(shapes.documentList, options)
    const created_at = asked.created_at && momentsOf(asked.created_at, this.options.timezone)
    return listDocuments(this.db, { ...asked, created_at })
  }

  /** Who gets mail about these documents, and what is known of the addresses. */
  async listRecipients(documents: readonly OrderDocument[]): Promise<RecipientDTO[]> {
    return recipientsOf(this.db, documents, {
      settings: await getSettings(this.db),
      timezone: this.options.timezone,
    })
  }

  /** Our own templates of the order insert. */
  async getDefaultInserts(): Promise<DefaultInserts> {
    return defaultInserts()
  }

  async pauseMailing(id: string, reason = "paused by a person"): Promise<MailingDTO> {
    await pauseMailing(this.db, idOf(id), check(shapes.pauseReason, reason, "reason"))
    return getMailing(this.db, id)
  }

  async resumeMailing(id: string): Promise<MailingDTO> {
    await resumeMailing(this.db, idOf(id))
    return this.afterChange(id)
  }

  async cancelMailing(id: string): Promise<MailingDTO> {
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
    actorId: string | null = null
  ): Promise<MailingDTO> {
    const asked = check(shapes.retryOptions, { states })
    await retryMailing(this.db, this.options, idOf(id), asked.states, actorOf(actorId))
    return this.afterChange(id)
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
    actorId: string | null = null
  ): Promise<DeliveryDTO> {
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
   * Sends one templated mail to one address. The same `idempotency_key` never sends twice: the second call
   * returns the first one's delivery.
   */
  async sendSingleMail(input: SingleMailInput): Promise<SingleMailDTO> {
    const sent = await sendSingleMail(this.db, this.options.timezone, input)
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
  async resendDelivery(id: string, actorId: string | null = null): Promise<ResendDTO> {
    const resent = await resendDelivery(this.db, idOf(id), actorOf(actorId))
    await this.deliveriesDue()
    return resent
  }

  async listDeliveries(
    options: DeliveryListOptions
  ): Promise<{ deliveries: ListedDelivery[]; count: number }> {
    return listDeliveries(this.db, check(shapes.deliveryList, options))
  }

  /** The ledger of a mailing as CSV, in pieces. @throws MedusaError `not_found`, before the first piece. */
  async exportDeliveries(
    mailingId: string,
    states?: readonly DeliveryState[]
  ): Promise<AsyncGenerator<string>> {
    const asked = check(shapes.states, { state: states })
    const { id } = await getMailing(this.db, idOf(mailingId, "mailing_id"))
    return exportDeliveries(this.db, id, asked.state)
  }

  /** Mails that did not arrive, of all mailings, the latest failure first. @throws MedusaError `invalid_data` */
  async listFailedDeliveries(options: FailedDeliveryListOptions): Promise<FailedDeliveryPage> {
    return listFailedDeliveries(this.db, check(shapes.failureList, options))
  }

  /** One delivery with its events and the mail as it was sent. */
  async getDelivery(id: string): Promise<DeliveryDetailDTO> {
    return getDelivery(this.db, idOf(id), this.options)
  }

  /** Whether mail flows: what is due, since when, and whether anybody is at it. Quick enough to be asked all the time. */
  async getFlow(): Promise<MailFlowDTO> {
    if (!(await this.readiness.isReady())) {
      return noFlow("not_migrated")
    }
    const flow = await mailFlow(this.db)
    return this.options.smtp ? flow : { ...flow, status: "off" }
  }

  /** This month's balance. */
  async getQuota(): Promise<QuotaBalance> {
    return balanceOf(this.db, this.options, await monthOf(this.db, this.options))
  }

  /** What was sent on each day of this month. */
  async getActivity(): Promise<Activity> {
    return activityOf(this.db, await monthOf(this.db, this.options), this.options.timezone)
  }

  /** IANA name of the shop's time zone: whose days it is that filters and quota mean. */
  async getTimezone(): Promise<string> {
    return this.options.timezone
  }

  async getSettings(): Promise<MailSettingsDTO> {
    return getSettings(this.db)
  }

  /**
   * Changes what is given and leaves the rest. What is rendered is checked by rendering it.
   *
   * @throws MedusaError `invalid_data` naming the field, with the code of each fault in `issues`.
   */
  async updateSettings(changes: Partial<MailSettingsDTO>): Promise<MailSettingsDTO> {
    return saveSettings(this.db, check(shapes.settingsChanges, changes))
  }

  /**
   * Sends one small mail with the present sender at once, over a connection of its own, and tells how the conversation
   * with the mail server went. A refusal is an answer and no error; nothing of it is in the ledger.
   *
   * @throws MedusaError `invalid_data` naming `to`; `not_allowed` without a sender or without a mail server, and when too
   *   many are under way or were sent within an hour.
   */
  async sendProbe(to: string, actorId: string | null = null): Promise<ProbeDTO> {
    const asked = check(shapes.settingsTest, { to })
    const testMail = { mailingId: null, actorId: actorOf(actorId) }
    return sendProbe(this.options, await getSettings(this.db), asked.to, () =>
      this.db.transaction((tx) => takeTestMail(tx, this.options, testMail))
    )
  }

  /** The variables that a template of this kind may name, the shop's own fields among them. */
  async listVariables(kind: MailingKind): Promise<VariableEntry[]> {
    const asked = check(shapes.variablesOfKind, { kind })
    return [...variablesOf(asked.kind), ...(await customFields(this.db, asked.kind))]
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

  private async deliveriesDue(): Promise<void> {
    this.engine.wake()
    await this.emit(DELIVERIES_DUE, {})
  }

  /** So that the end of a grace is not met a look too late. Whoever dies before it is made up for by the next look. */
  private deliveriesDueIn(seconds: number): void {
    const due = () =>
      void this.deliveriesDue().catch((error: Error) => this.logger.error(error.message, error))
    setTimeout(due, seconds * 1_000).unref()
  }

  private async emit<Name extends MailEvent>(name: Name, data: MailEvents[Name]): Promise<void> {
    await this.eventBus?.emit({ name, data }, { internal: true })
  }
}

function idOf(id: string, name = "id"): string {
  return check(shapes.id, id, name)
}

function actorOf(id: string | null): string | null {
  return check(shapes.actor, id, "actor_id") ?? null
}

function eventOf(event: AutomaticEvent): AutomaticEvent {
  return check(z.enum(AUTOMATIC_EVENTS), event, "event")
}

closeGeneratedWriters(MailModuleService, Object.keys(models))
