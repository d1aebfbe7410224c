/** Sending as the store sees it: started and stopped with the process, in a thread of its own where that can be. */
import type { Logger } from "@medusajs/framework/types"

import type { Tally } from "../dispatch/tally"
import type { MailOptions } from "../options"
import type { Readiness } from "../readiness/readiness"
import type { Database } from "../sql/database"
import { NOT_MIGRATED } from "../sql/not-migrated"
import type { MailEvent, MailEvents } from "../words/events"
import type { PostgresAddress } from "./connections"
import { type Sender, Sending, type SendingHooks } from "./sending"
import { SendingThread } from "./thread-host"
import { placeOf } from "./transport"

export interface EngineDependencies {
  db: Database
  options: MailOptions
  logger: Logger
  emit<Name extends MailEvent>(name: Name, data: MailEvents[Name]): Promise<void>
  /** Hears what a second of sending came to, with the option `metrics`. */
  count?(tally: Tally): void
  /** Whether the tables are there. Left out: they are. */
  readiness?: Readiness
  /** Where a sending thread finds Postgres. Left out: mail is sent in this thread, over `db`. */
  postgres?: PostgresAddress | null
}

/** A terminal and an orchestrator end a process by these. */
const END_SIGNALS = ["SIGTERM", "SIGINT"] as const

export class Engine {
  private sender: Sender | null = null
  private stopped: Promise<void> | null = null
  private nextLook: NodeJS.Timeout | undefined
  private readonly onSignal = () => void this.stop().catch((error) => this.hooks.report(error))

  constructor(private readonly deps: EngineDependencies) {}

  /** Starts sending, as soon as the tables are there. Without a way out it says so, and mail waits. */
  start(): void {
    const { options, logger, readiness } = this.deps
    if (!placeOf(options)) {
      logger.warn(
        "mail: none of smtpUrl, smtp and api is set, so mail is kept and nothing is sent from this process"
      )
      return
    }
    if (readiness) {
      void this.startWhenReady(readiness)
    } else {
      this.send()
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
      this.send()
    } else {
      const again = () => void this.startWhenReady(readiness)
      this.nextLook = setTimeout(again, this.deps.options.pollSeconds * 1_000).unref()
    }
  }

  private send(): void {
    const { db, options, postgres } = this.deps
    this.sender = postgres
      ? new SendingThread({ options, postgres }, this.hooks)
      : new Sending(db, options, this.hooks)
  }

  wake(): void {
    this.sender?.wake()
  }

  /** Stops claiming at once and waits for mails that are on a connection, up to `drainSeconds`. */
  stop(): Promise<void> {
    return (this.stopped ??= this.end())
  }

  private async end(): Promise<void> {
    END_SIGNALS.forEach((signal) => process.off(signal, this.onSignal))
    clearTimeout(this.nextLook)
    await this.sender?.stop()
    this.sender = null
  }

  private readonly hooks: SendingHooks = {
    count: (tally) => this.deps.count?.(tally),
    tell: (name, data) => {
      this.deps.emit(name, data).catch((error) => this.hooks.report(error))
    },
    report: (error) => {
      // By its words: from the sending thread an error comes without its class.
      if (this.deps.readiness && error instanceof Error && error.message === NOT_MIGRATED) {
        return this.deps.readiness.lost()
      }
      this.deps.logger.error(
        "mail: the dispatcher met an error and goes on",
        error instanceof Error ? error : undefined
      )
    },
  }
}
