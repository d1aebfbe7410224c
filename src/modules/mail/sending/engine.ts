/**
 * Sending, and reading of what comes back, as the store sees them: started and stopped with the process, each in a thread
 * of its own where that can be.
 */
import type { Logger } from "@medusajs/framework/types"

import type { ReturnTally } from "../bounces/receive"
import type { Tally } from "../dispatch/tally"
import type { MailOptions } from "../options"
import { waysOf } from "../options/ways"
import { fitForLog } from "../own-transport/secrets"
import type { Readiness } from "../readiness/readiness"
import type { Database } from "../sql/database"
import { NOT_MIGRATED } from "../sql/not-migrated"
import type { MailEvent, MailEvents } from "../words/events"
import type { PostgresAddress } from "./connections"
import { HostedThread } from "./hosted-thread"
import { type IntakeOptions, openIntake } from "./intake"
import { type Sender, Sending, type SendingHooks } from "./sending"
import { placeOf } from "./transport"

export interface EngineDependencies {
  db: Database
  options: MailOptions
  logger: Logger
  emit<Name extends MailEvent>(name: Name, data: MailEvents[Name]): Promise<void>
  /** Hears what a second of sending came to, with the option `metrics`. */
  count?(tally: Tally): void
  /** Hears what came of messages in the mailbox, with the option `metrics`. */
  countReturns?(tally: ReturnTally): void
  /** Whether the tables are there. Left out: they are. */
  readiness?: Readiness
  /** Where a sending thread finds Postgres. Left out: mail is sent in this thread, over `db`. */
  postgres?: PostgresAddress | null
}

/** A terminal and an orchestrator end a process by these. */
const END_SIGNALS = ["SIGTERM", "SIGINT"] as const

export class Engine {
  private parts: Sender[] = []
  private stopped: Promise<void> | null = null
  private nextLook: NodeJS.Timeout | undefined
  private readonly onSignal = () => void this.stop().catch((error) => this.hooks.report(error))

  constructor(private readonly deps: EngineDependencies) {}

  /** Starts as soon as the tables are there. Without a way out it says so, and mail waits. */
  start(): void {
    const { options, logger, readiness } = this.deps
    const isOut = placeOf(options) !== null
    if (!isOut) {
      logger.warn(
        "mail: none of smtpUrl, smtp, api and transport is set, so mail is kept and nothing is sent from this process"
      )
    }
    if (!isOut && !options.bounces?.mailbox) {
      return
    }
    if (readiness) {
      void this.startWhenReady(readiness)
    } else {
      this.startParts()
    }
    // Medusa waits for its HTTP server before it runs the shutdown hooks, and one hanging response holds that up:
    // the end of sending begins with the signal itself.
    END_SIGNALS.forEach((signal) => process.once(signal, this.onSignal))
  }

  private async startWhenReady(readiness: Readiness): Promise<void> {
    const ready = await readiness.isReady().catch((error) => {
      this.hooks.report(error)
      return false
    })
    if (this.stopped) {
      return
    }
    if (ready) {
      this.startParts()
    } else {
      const again = () => void this.startWhenReady(readiness)
      this.nextLook = setTimeout(again, this.deps.options.pollSeconds * 1_000).unref()
    }
  }

  private startParts(): void {
    const { options } = this.deps
    const { bounces } = options
    if (placeOf(options)) {
      this.parts.push(this.send())
    }
    if (bounces?.mailbox) {
      const { mailbox } = bounces
      this.parts.push(this.read({ ...options, bounces: { ...bounces, mailbox } }))
    }
  }

  private send(): Sender {
    const { db, options, postgres } = this.deps
    return postgres
      ? new HostedThread("sending-thread", { options, postgres }, this.hooks)
      : new Sending(db, options, this.hooks)
  }

  private read(options: IntakeOptions): Sender {
    const { db, postgres } = this.deps
    const hooks = {
      ...this.hooks,
      report: this.reporting("mail: the reading of returned mail met an error and goes on"),
    }
    return postgres
      ? new HostedThread("intake-thread", { options, postgres }, hooks)
      : openIntake(db, options, hooks)
  }

  wake(): void {
    this.parts.forEach((part) => part.wake())
  }

  /** Stops claiming at once and waits for mails that are on a connection, up to `drainSeconds`. */
  stop(): Promise<void> {
    return (this.stopped ??= this.end())
  }

  private async end(): Promise<void> {
    END_SIGNALS.forEach((signal) => process.off(signal, this.onSignal))
    clearTimeout(this.nextLook)
    await Promise.all(this.parts.splice(0).map((part) => part.stop()))
  }

  private readonly hooks: SendingHooks = {
    count: (tally) => this.deps.count?.(tally),
    countReturns: (tally) => this.deps.countReturns?.(tally),
    tell: (name, data) => {
      this.deps.emit(name, data).catch((error) => this.hooks.report(error))
    },
    report: this.reporting("mail: the dispatcher met an error and goes on"),
  }

  private reporting(words: string) {
    return (error: unknown): void => {
      // From a thread an error comes without its class.
      const known = isError(error) ? error : undefined
      if (this.deps.readiness && known?.message === NOT_MIGRATED) {
        return this.deps.readiness.lost()
      }
      const modules = waysOf(this.deps.options).flatMap(({ options }) => options.transport?.options ?? [])
      this.deps.logger.error(words, known && modules.length ? fitForLog(known, modules) : known)
    }
  }
}

/** By what it has: one that ended a thread is put together again by Node, and is of no realm's class for certain. */
function isError(error: unknown): error is Error {
  return typeof error === "object" && error !== null && "message" in error && "stack" in error
}
