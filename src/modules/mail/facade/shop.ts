/** The shop: its settings, its month and its days. */
import type { Context } from "@medusajs/framework/types"
import { MedusaContext } from "@medusajs/framework/utils"

import { takeTestMail } from "../deliveries/test-limit"
import { type RecentRates, recentRates } from "../mailings/recent-rates"
import type { MailOptions } from "../options"
import { type Activity, activityOf } from "../quota/activity"
import { balanceOf, monthOf, type QuotaBalance } from "../quota/quota"
import { Gate } from "../refusals/gate"
import { checkSender, type SenderCheckDTO } from "../sender/check"
import { type ProbeDTO, sendProbe } from "../sending/probe"
import { getSettings, type MailSettingsDTO } from "../settings/settings"
import * as shapes from "../shapes"
import { check } from "../shapes/check"
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

  /**
   * What DNS says of the domain of the sender's address, of the mail server or service and of our keys: each line is right,
   * to be mended (with the record to paste), or could not be looked up. Answers within a few seconds. Nothing but DNS is asked.
   *
   * @throws MedusaError `not_allowed` without a sender, and when too many are under way.
   */
  async checkSender(): Promise<SenderCheckDTO> {
    const settings = await getSettings(this.db)
    return gate.pass(() => checkSender(this.options, settings))
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

  /** The proxies before this process: a number, or their addresses and networks. */
  async getTrustedProxies(): Promise<MailOptions["trustedProxies"]> {
    return this.options.trustedProxies
  }
}
