/** Members: whom an audience reaches, what they said, and which addresses are known to be dead. */
import type { Context } from "@medusajs/framework/types"
import { MedusaContext } from "@medusajs/framework/utils"

import { type AudienceCount, countAudience } from "../audience/count"
import { exportAudience } from "../audience/export"
import { type AudienceListOptions, type AudiencePage, listAudience } from "../audience/people"
import { filterInMoments } from "../audience/shop-days"
import { type UnknownCustomers, unknownCustomers } from "../audience/unknown-customers"
import {
  type ConsentEventDTO,
  type ConsentRecordOptions,
  exportConsents,
  listConsents,
} from "../members/consent-record"
import { claimAddress, type CorrectAddressInput } from "../members/correct-address"
import { type FlagEventDTO, type FlagRecordOptions, listFlagEvents } from "../members/flag-record"
import { type LastOrderDTO, listLastOrders } from "../members/last-orders"
import { listMembers, type MemberListOptions, type MemberOf } from "../members/list"
import {
  getConsent,
  setConsent,
  type SetConsentInput,
  setFlags,
  type SetFlagsInput,
} from "../members/set-consent"
import {
  type LinkState,
  type ShopDTO,
  shopOf,
  stateOfLink,
  type UndoOutcome,
  undoUnsubscribe,
  unsubscribe,
  type UnsubscribeOutcome,
} from "../members/unsubscribe"
import { fits, type QuotaBalance } from "../quota/quota"
import * as shapes from "../shapes"
import { check } from "../shapes/check"
import type { Audience, AudienceFilter, Consent, Purpose } from "../words"
import { actorOf, idOf } from "./arguments"
import { SegmentsService } from "./segments"

export interface AudienceDTO extends AudienceCount {
  quota: QuotaBalance & { fits: boolean }
  /** Ticked customers whom nobody knows, or who were deleted; left out if there are none. */
  unknown?: UnknownCustomers
}

export abstract class MembersService extends SegmentsService {
  /** How many an audience comes to, who is left out and why, and whether the quota reaches. */
  async countAudience(audience: Audience, purpose: Purpose = "marketing"): Promise<AudienceDTO> {
    const asked = check(shapes.audienceQuestion, { audience, purpose })
    const ticked = asked.audience.customer_ids ?? []
    const people = await this.plain(asked.audience)
    const [count, balance, unknown] = await Promise.all([
      countAudience(this.db, people, asked.purpose),
      this.getQuota(),
      unknownCustomers(this.db, ticked, true),
    ])
    return {
      ...count,
      quota: { ...balance, fits: fits(balance, count.sendable.count) },
      ...(unknown.count ? { unknown } : {}),
    }
  }

  /**
   * The people behind a count of {@link countAudience}, a page at a time: who gets the mail, or who is left out for one
   * `reason`. As many as the count says, by the same rule.
   *
   * @throws MedusaError `invalid_data`
   * @example Everybody who is left out because they never opted in.
   * ```ts
   * const mail = container.resolve("mailDelivery")
   * const audience = { filter: { groups: ["cusgroup_wholesale"] } }
   * let after: string | undefined
   * do {
   *   const { people, next } = await mail.listAudience({ audience, reason: "not_asked", after })
   *   people.forEach(({ customer_id, email }) => logger.info(`${customer_id} ${email}`))
   *   after = next ?? undefined
   * } while (after)
   * ```
   */
  async listAudience(options: AudienceListOptions): Promise<AudiencePage> {
    const asked = check(shapes.audienceList, options)
    return listAudience(this.db, { ...asked, audience: await this.plain(asked.audience) })
  }

  /** The same people as CSV, in pieces; `after` and `limit` do not count. @throws MedusaError `invalid_data`, before the first piece. */
  async exportAudience(options: AudienceListOptions): Promise<AsyncGenerator<string>> {
    const { audience, purpose, reason, consent, q } = check(shapes.audienceList, options)
    return exportAudience(this.db, { audience: await this.plain(audience), purpose, reason, consent, q })
  }

  /**
   * Customers with what they said about mail and whether their address is known to be dead, a page at a time. With
   * `with_last_order: false` no order is read to show when they last ordered, and `last_order_at` is missing from the answer.
   *
   * @throws MedusaError `invalid_data` naming the filter or the option.
   * @example A page at once, and when its people last ordered a moment later.
   * ```ts
   * const mail = container.resolve("mailDelivery")
   * const { members } = await mail.listMembers({}, { limit: 20, with_last_order: false })
   * const orders = await mail.listLastOrders({ customer_ids: members.map(({ customer_id }) => customer_id) })
   * ```
   */
  async listMembers<WithLastOrder extends boolean = true>(
    filter: AudienceFilter,
    options: MemberListOptions<WithLastOrder>,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<{ members: MemberOf<WithLastOrder>[]; count: number }> {
    const asked = check(shapes.audienceFilter, filter)
    const page = check(shapes.memberListOptions, options) as MemberListOptions<WithLastOrder>
    return listMembers(this.databaseFor(sharedContext), filterInMoments(asked, this.options.timezone), page)
  }

  /**
   * When customers last ordered, by their id or by their address: each once, in the order in which they are named; who is no
   * customer any more is not among them. Orders are read once for all. As many as a page has may be asked for (200).
   *
   * @throws MedusaError `invalid_data`.
   */
  async listLastOrders(
    question: shapes.LastOrdersQuestion,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<LastOrderDTO[]> {
    return listLastOrders(this.databaseFor(sharedContext), check(shapes.lastOrdersQuestion, question))
  }

  /**
   * Sets or clears the invalid flag of addresses, on record.
   *
   * @throws MedusaError `not_found` naming unknown customers or mails.
   */
  async setFlags(
    input: SetFlagsInput,
    actorId: string | null = null,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<{ updated: number }> {
    return setFlags(this.databaseFor(sharedContext), check(shapes.flags, input), actorOf(actorId))
  }

  /** When the address that a customer has now was flagged, why and by whom, and when it was cleared; the latest first. */
  async listFlagEvents(
    options: FlagRecordOptions,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<{ flags: FlagEventDTO[]; count: number }> {
    return listFlagEvents(this.databaseFor(sharedContext), check(shapes.flagRecord, options))
  }

  /** Records consents that the store has, or withdrawals. @throws MedusaError `not_found`, `invalid_data`. */
  async setConsent(
    input: SetConsentInput,
    actorId: string | null = null,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<{ updated: number }> {
    const { audience, ...others } = check(shapes.consent, input)
    const people = audience && { audience: await this.plain(audience) }
    return setConsent(this.databaseFor(sharedContext), { ...others, ...people }, actorOf(actorId))
  }

  /** What is on record of a customer's consents, the latest first. */
  async listConsents(
    options: ConsentRecordOptions,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<{ consents: ConsentEventDTO[]; count: number }> {
    return listConsents(this.databaseFor(sharedContext), check(shapes.consentList, options))
  }

  /** The record of all consents, or of one customer's, as CSV in pieces, the oldest first. */
  async exportConsents(customerId: string | null = null): Promise<AsyncGenerator<string>> {
    return exportConsents(this.db, customerId === null ? null : idOf(customerId, "customer_id"))
  }

  /** What a customer has said about mail. @throws MedusaError `not_found` */
  async getConsent(customerId: string, @MedusaContext() sharedContext: Context = {}): Promise<Consent> {
    return getConsent(this.databaseFor(sharedContext), idOf(customerId, "customer_id"))
  }

  /**
   * Whether a customer may have this address: to be asked before it is written where the store keeps it.
   *
   * @returns it as it is to be kept.
   * @throws MedusaError `not_found`; `invalid_data` for what is no address; `conflict` if another customer has it.
   */
  async claimAddress(
    input: CorrectAddressInput,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<string> {
    return claimAddress(this.databaseFor(sharedContext), check(shapes.correctedAddress, input))
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
}
