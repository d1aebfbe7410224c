/** The shop: its settings, its month and its days. */
import type { Context } from "@medusajs/framework/types"
import { MedusaContext } from "@medusajs/framework/utils"

import { takeTestMail } from "../deliveries/test-limit"
import { type RecentRates, recentRates } from "../mailings/recent-rates"
import type { MailOptions } from "../options"
import { wayNamed } from "../options/ways"
import { type Activity, activityOf } from "../quota/activity"
import { balanceOf, monthOf, type QuotaBalance } from "../quota/quota"
import { Gate } from "../refusals/gate"
import { checkSender, type SenderCheckDTO } from "../sender/check"
import { type ProbeDTO, sendProbe } from "../sending/probe"
import { getSettings, type MailSettingsDTO } from "../settings/settings"
import * as shapes from "../shapes"
import { check } from "../shapes/check"
import { routeOf } from "../transports/choice"
import { DEFAULT_TRANSPORT } from "../words"
import { actorOf } from "./arguments"
import { ProcessService } from "./process"
import { saveSettings } from "./save-settings"

/** Each is a few dozen questions to DNS. */
const gate = new Gate({
  atOnce: 2,
  waiting: 10,
  code: "busy_checking",
  full: "The sender's domain is being looked up already: try again in a few seconds.",
})

export abstract class ShopService extends ProcessService {
  /** The shop's settings; what nobody has set yet has its default. */
  async getSettings(@MedusaContext() sharedContext: Context = {}): Promise<MailSettingsDTO> {
    return getSettings(this.databaseFor(sharedContext))
  }

  /**
   * Changes what is given and leaves the rest. What is rendered is checked by rendering it.
   *
   * @throws MedusaError `invalid_data` naming the field, with the code of each fault in `issues`.
   */
  async updateSettings(
    changes: Partial<MailSettingsDTO>,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<MailSettingsDTO> {
    return saveSettings(this.databaseFor(sharedContext), check(shapes.settingsChanges, changes))
  }

  /**
   * Sends one small mail with the present sender at once, over a connection of its own, and tells how the conversation
   * with the mail server went. A refusal is an answer and no error; nothing of it is in the ledger.
   *
   * @param transport - Of several; that of a mail which names none, if it is left out.
   * @throws MedusaError `invalid_data` naming `to` or `transport`; `not_allowed` without a sender or without a mail server, and
   *   when too many are under way or were sent within an hour.
   */
  async sendProbe(to: string, actorId: string | null = null, transport?: string | null): Promise<ProbeDTO> {
    const asked = check(shapes.settingsTest, { to, transport })
    const testMail = { mailingId: null, actorId: actorOf(actorId) }
    const { options, settings } = await this.wayOf(asked.transport)
    return sendProbe(options, settings, asked.to, () =>
      this.db.transaction((tx) => takeTestMail(tx, this.options, testMail))
    )
  }

  /** What holds for mail of a transport: its options, and the settings with its sender. @throws MedusaError `invalid_data` */
  private async wayOf(named: string | null | undefined) {
    const { transport, settings } = routeOf(this.options.transports, await getSettings(this.db), {
      transport: named,
    })
    return { options: wayNamed(this.options, transport).options, settings }
  }

  /**
   * What DNS says of the domain of the sender's address, of the mail server or service and of our keys: each line is right,
   * to be mended (with the record to paste), or could not be looked up. Answers within a few seconds. Nothing but DNS is asked.
   *
   * @param transport - Of several: whose sender and way out are looked up.
   * @throws MedusaError `invalid_data` naming `transport`; `not_allowed` without a sender, and when too many are under way.
   */
  async checkSender(transport?: string | null): Promise<SenderCheckDTO> {
    const asked = check(shapes.senderCheck, { transport })
    const { options, settings } = await this.wayOf(asked.transport)
    return gate.pass(() => checkSender(options, settings))
  }

  /** This month's balance. */
  async getQuota(): Promise<QuotaBalance> {
    return balanceOf(this.db, this.options, await monthOf(this.db, this.options))
  }

  /** What was sent on each day of this month. */
  async getActivity(): Promise<Activity> {
    return activityOf(this.db, await monthOf(this.db, this.options), this.options.timezone)
  }

  /** How many mails of the last 30 days' mailings did not arrive, and how many were called spam. */
  async getRates(): Promise<RecentRates> {
    return recentRates(this.db)
  }

  /** IANA name of the shop's time zone: whose days it is that filters and quota mean. */
  async getTimezone(): Promise<string> {
    return this.options.timezone
  }

  /** What all files of one mail may come to. */
  async getAttachmentMegabytes(): Promise<number> {
    return this.options.attachmentMegabytes
  }

  /** Of several transports their names, that of the whole store first; none where the shop has one. */
  async getTransportNames(): Promise<string[]> {
    const names = this.options.transports.map(({ name }) => name)
    return names.length ? [DEFAULT_TRANSPORT, ...names] : []
  }

  /** The proxies before this process: a number, or their addresses and networks. */
  async getTrustedProxies(): Promise<MailOptions["trustedProxies"]> {
    return this.options.trustedProxies
  }
}
