/** Puts the parts of sending together: transport, mailroom, chores and dispatcher, and their words to the store. */
import type { Logger } from "@medusajs/framework/types"

import type { Database } from "./database"
import { Chores } from "./dispatch/chores"
import { Dispatcher } from "./dispatch/dispatcher"
import { Mailroom } from "./dispatch/mailroom"
import { createSmtpTransport, parseSmtpUrl } from "./dispatch/smtp"
import { pauseMailing, settleCancelled } from "./mailings/control"
import { prepareMailing } from "./mailings/send"
import type { MailOptions } from "./options"

/** What happened, for subscribers; the admin's bell is rung from there. */
export type EngineEvent =
  | "mail.transport_paused"
  | "mail.transport_resumed"
  | "mail.mailing_refused"
  | "mail.mailing_paused"
  | "mail.mailing_first_pass_done"
  | "mail.mailing_completed"

export interface EngineDependencies {
  db: Database
  options: MailOptions
  logger: Logger
  emit(name: EngineEvent, data: object): Promise<void>
}

export class Engine {
  private dispatcher: Dispatcher | null = null

  constructor(private readonly deps: EngineDependencies) {}

  /** Starts sending. Without an SMTP server it says so, and mail waits. */
  start(): void {
    const { options, logger } = this.deps
    if (!options.smtpUrl) {
      logger.warn("mail: no smtpUrl is set, so mail is kept and nothing is sent from this process")
      return
    }
    this.dispatcher = this.build(options.smtpUrl)
    this.dispatcher.start()
  }

  wake(): void {
    this.dispatcher?.wake()
  }

  /** What the clock decides. The dispatcher looks by itself; this is for stores whose events are lost. */
  async sweep(): Promise<void> {
    this.wake()
  }

  async stop(): Promise<void> {
    await this.dispatcher?.stop(this.deps.options.drainSeconds * 1_000)
    this.dispatcher = null
  }

  private build(smtpUrl: string): Dispatcher {
    const { db, options } = this.deps
    const transport = createSmtpTransport(
      parseSmtpUrl(smtpUrl, {
        connections: options.connections,
        socketTimeout: options.smtpTimeoutSeconds * 1_000,
      })
    )
    const mailroom = new Mailroom(db, { deliveryVariables: () => ({}), deliveryHeaders: () => [] })
    return new Dispatcher(db, transport, mailroom, this.buildChores(), options, {
      pauseMailing: (id, reason) => this.pauseMailing(id, reason),
      onTransportPaused: (message) => this.tell("mail.transport_paused", { message }),
      onTransportResumed: () => this.tell("mail.transport_resumed", {}),
      onError: (error) => this.report(error),
    })
  }

  private buildChores(): Chores {
    const { db, options } = this.deps
    return new Chores(db, {
      prepare: async (mailing) => {
        const { changed, refusal } = await prepareMailing(db, options, mailing.id)
        if (refusal) {
          this.tell("mail.mailing_refused", { id: mailing.id, message: refusal })
        }
        return changed
      },
      settleCancelled: (id) => settleCancelled(db, id),
      onFirstPassDone: (id) => this.tell("mail.mailing_first_pass_done", { id }),
      onCompleted: (id) => this.tell("mail.mailing_completed", { id }),
      onError: (error) => this.report(error),
      wake: () => this.wake(),
    })
  }

  private async pauseMailing(id: string, reason: string): Promise<void> {
    // Many mails may bring the same news; only the first finds it still sending.
    if (await pauseMailing(this.deps.db, id, reason, { unlessDone: true })) {
      this.tell("mail.mailing_paused", { id, message: reason })
    }
  }

  private tell(name: EngineEvent, data: object): void {
    this.deps.emit(name, data).catch((error) => this.report(error))
  }

  private report(error: unknown): void {
    this.deps.logger.error(
      "mail: the dispatcher met an error and goes on",
      error instanceof Error ? error : undefined
    )
  }
}
