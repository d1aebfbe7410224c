/**
 * Puts the parts of sending together: transport, mailroom, chores and dispatcher. It knows Postgres, the options and
 * whom to tell, and nothing of the store, so it runs in a thread of its own as well as beside the store.
 */
import type { ReturnTally } from "../bounces/receive"
import type { OpenMailing } from "../deliveries/lanes"
import { Dispatcher } from "../dispatch/dispatcher"
import type { ServerLimit } from "../dispatch/feedback"
import { Housekeeping } from "../dispatch/housekeeping"
import { Mailroom } from "../dispatch/mailroom"
import { beginOutage, endOutage, isNews, seeOutage } from "../dispatch/outage"
import { Tallies, type Tally } from "../dispatch/tally"
import { classifyReply } from "../failures/classify"
import { pauseMailing, settleCancelled } from "../mailings/control"
import { prepareMailing } from "../mailings/freeze"
import { pauseAboveLimit } from "../mailings/limits"
import type { MailOptions } from "../options"
import type { Database } from "../sql/database"
import type { OwnPauseCause } from "../words"
import type { MailEvent, MailEvents } from "../words/events"
import { createTransport } from "./transport"

/** Whom the sending tells what happens; the admin's bell is rung from there. */
export interface SendingHooks {
  tell<Name extends MailEvent>(name: Name, data: MailEvents[Name]): void
  /** An error that nobody waits for; sending goes on. */
  report(error: unknown): void
  /** What a second of sending came to; asked for by the option `metrics`. */
  count?(tally: Tally): void
  /** What came of messages in the mailbox. */
  countReturns?(tally: ReturnTally): void
}

/** A part of the process that sends: in this thread or in one of its own. */
export interface Sender {
  wake(): void
  /** Stops claiming at once, and waits for mails that are on a connection. */
  stop(): Promise<void>
}

/** Before Postgres is asked again whether something is news. Milliseconds. */
const ASK_AGAIN = 600_000

/** Sends in this thread. */
export class Sending implements Sender {
  private readonly dispatcher: Dispatcher
  private readonly met = new Map<string, number>()
  private readonly tallies: Tallies | null

  constructor(
    private readonly db: Database,
    private readonly options: MailOptions,
    private readonly hooks: SendingHooks
  ) {
    this.tallies = options.metrics ? new Tallies((tally) => hooks.count?.(tally)) : null
    this.dispatcher = this.build()
    this.dispatcher.start()
  }

  wake(): void {
    this.dispatcher.wake()
  }

  async stop(): Promise<void> {
    await this.dispatcher.stop(this.options.drainSeconds * 1_000)
    this.tallies?.flush()
  }

  private build(): Dispatcher {
    const { db, options, hooks } = this
    const transport = createTransport(
      options,
      { connections: options.connections, silence: options.smtpTimeoutSeconds * 1_000 },
      {
        saysTooMany: (reply) => classifyReply(reply).tooMuch === "at_once",
        onLimit: (value, message) => this.tellServerLimit({ limit: "connections", value, message }),
      }
    )
    const mailroom = new Mailroom(db, options)
    return new Dispatcher(db, transport, mailroom, this.buildHousekeeping(), options, {
      pauseMailing: (id, cause, reason) => this.pauseMailing(id, cause, reason),
      pauseAboveLimit: (id) => this.pauseAboveLimit(id),
      onOwnFault: (told) => this.tellAtTimes(`fault:${told.fault}`, "mail-delivery.sending_refused", told),
      onServerLimit: (told) => this.tellServerLimit(told),
      onTransportPaused: (trouble) =>
        this.tellOnce(beginOutage(db), "mail-delivery.transport_paused", trouble),
      onTransportStillPaused: () => void seeOutage(db).catch((error) => hooks.report(error)),
      onTransportResumed: () => this.tellOnce(endOutage(db), "mail-delivery.transport_resumed", {}),
      onStep: this.tallies ? (...step) => this.tallies?.add(...step) : undefined,
      onError: (error) => hooks.report(error),
    })
  }

  /** If Postgres cannot say whether it is news, it is told once too often rather than not at all. */
  private tellOnce<Name extends MailEvent>(news: Promise<boolean>, name: Name, data: MailEvents[Name]): void {
    const isNews = news.catch((error: unknown) => {
      this.hooks.report(error)
      return true
    })
    void isNews.then((yes) => yes && this.hooks.tell(name, data))
  }

  private tellServerLimit(told: ServerLimit): void {
    this.tellAtTimes(`limit:${told.limit}`, "mail-delivery.server_limits", told)
  }

  /** Every mail may bring the same news. */
  private tellAtTimes<Name extends MailEvent>(what: string, name: Name, data: MailEvents[Name]): void {
    const met = this.met.get(what) ?? -Infinity
    if (performance.now() - met > ASK_AGAIN) {
      this.met.set(what, performance.now())
      this.tellOnce(isNews(this.db, what), name, data)
    }
  }

  private buildHousekeeping(): Housekeeping {
    const { db, hooks } = this
    return new Housekeeping(db, {
      prepare: (mailing) => this.prepare(mailing),
      settleCancelled: (id) => settleCancelled(db, id),
      onFirstPassDone: (id) => hooks.tell("mail-delivery.mailing_first_pass_done", { id }),
      onCompleted: (id) => hooks.tell("mail-delivery.mailing_completed", { id }),
      onError: (error) => hooks.report(error),
      wake: () => this.wake(),
    })
  }

  private async prepare({ id, kind }: OpenMailing): Promise<boolean> {
    const { changed, refusal, overdue } = await prepareMailing(this.db, this.options, id)
    if (overdue) {
      this.hooks.tell("mail-delivery.mailing_overdue", { id })
    } else if (refusal) {
      this.hooks.tell("mail-delivery.mailing_refused", { id, message: refusal })
    } else if (changed && kind === "order") {
      this.hooks.tell("mail-delivery.documents_due", { id })
    }
    return changed
  }

  private async pauseAboveLimit(id: string): Promise<boolean> {
    const paused = await pauseAboveLimit(this.db, id)
    if (paused) {
      this.hooks.tell("mail-delivery.mailing_paused", paused)
    }
    return paused !== null
  }

  private async pauseMailing(id: string, cause: OwnPauseCause, reason: string): Promise<void> {
    // Many mails may bring the same news; only the first finds it still sending.
    if (await pauseMailing(this.db, id, reason, { cause, unlessDone: true })) {
      this.hooks.tell("mail-delivery.mailing_paused", { id, cause, message: reason })
    }
  }
}
