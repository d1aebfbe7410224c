/**
 * Puts the parts of sending together: chores, and for each transport its mailroom and dispatcher. It knows Postgres, the options
 * and whom to tell, and nothing of the store, so it runs in a thread of its own as well as beside the store.
 */
import type { ReturnTally } from "../bounces/receive"
import type { OpenMailing } from "../deliveries/lanes"
import { Dispatcher } from "../dispatch/dispatcher"
import { Housekeeping } from "../dispatch/housekeeping"
import { Mailroom } from "../dispatch/mailroom"
import { Tallies, type Tally } from "../dispatch/tally"
import { classifyReply } from "../failures/classify"
import { pauseMailing, settleCancelled } from "../mailings/control"
import { prepareMailing } from "../mailings/freeze"
import { pauseAboveLimit } from "../mailings/limits"
import type { MailOptions } from "../options"
import { type Way, waysOf } from "../options/ways"
import type { Transport } from "../smtp/transport"
import type { Database } from "../sql/database"
import { shareOf } from "../transports/share"
import { whichOf } from "../transports/which"
import type { OwnPauseCause } from "../words"
import type { MailEvent, MailEvents } from "../words/events"
import { News } from "./news"
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

interface OpenWay extends Way {
  transport: Transport
  news: News
  tallies: Tallies | null
}

/** Sends in this thread. */
export class Sending implements Sender {
  private readonly ways: OpenWay[]
  private readonly dispatchers: Dispatcher[]

  constructor(
    private readonly db: Database,
    private readonly options: MailOptions,
    private readonly hooks: SendingHooks
  ) {
    this.ways = waysOf(options).map((way) => this.open(way))
    const chores = this.buildHousekeeping()
    this.dispatchers = this.ways.map((way) => this.build(way, chores))
    this.dispatchers.forEach((dispatcher) => dispatcher.start())
  }

  wake(): void {
    this.dispatchers.forEach((dispatcher) => dispatcher.wake())
  }

  async stop(): Promise<void> {
    const deadline = this.options.drainSeconds * 1_000
    await Promise.all(this.dispatchers.map((dispatcher) => dispatcher.stop(deadline)))
    this.ways.forEach(({ tallies }) => tallies?.flush())
  }

  private open(way: Way): OpenWay {
    const { name, options } = way
    const which = whichOf(name, options.transports.length > 0)
    const news = new News(this.db, this.hooks, name, which)
    const transport = createTransport(
      options,
      { connections: options.connections, silence: options.smtpTimeoutSeconds * 1_000 },
      {
        saysTooMany: (reply) => classifyReply(reply).tooMuch === "at_once",
        onLimit: (value, message) => news.serverLimit({ limit: "connections", value, message }),
      }
    )
    const count = (tally: Tally) => this.hooks.count?.({ ...tally, ...which })
    return { ...way, transport, news, tallies: options.metrics ? new Tallies(count) : null }
  }

  private build({ name, options, transport, news, tallies }: OpenWay, chores: Housekeeping): Dispatcher {
    const { db, hooks } = this
    const names = this.options.transports.map((one) => one.name)
    const own = { ...options, name, share: shareOf(name, names) }
    return new Dispatcher(db, transport, new Mailroom(db, options), chores, own, {
      pauseMailing: (id, cause, reason) => this.pauseMailing(id, cause, reason),
      pauseAboveLimit: (id) => this.pauseAboveLimit(id),
      onOwnFault: (told) => news.ownFault(told),
      onServerLimit: (told) => news.serverLimit(told),
      onTransportPaused: (trouble) => news.paused(trouble),
      onTransportStillPaused: () => news.stillPaused(),
      onTransportResumed: () => news.resumed(),
      isHeld: (id) => this.dispatchers.some((dispatcher) => dispatcher.holdsAnyOf(id)),
      onStep: tallies ? (...step) => tallies.add(...step) : undefined,
      onError: (error) => hooks.report(error),
    })
  }

  private buildHousekeeping(): Housekeeping {
    const { db, hooks } = this
    const longestSilence = Math.max(...this.ways.map(({ transport }) => transport.longestSilence))
    return new Housekeeping(db, longestSilence, {
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
