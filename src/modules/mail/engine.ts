/** Sending as the store sees it: started and stopped with the process, in a thread of its own where that can be. */
import type { Logger } from "@medusajs/framework/types"

import type { Database } from "./database"
import type { MailOptions } from "./options"
import type { PostgresAddress } from "./sending/pool"
import { type EngineEvent, type Sender, Sending, type SendingHooks } from "./sending/sending"
import { SendingThread } from "./sending/thread-host"

export type { EngineEvent } from "./sending/sending"

export interface EngineDependencies {
  db: Database
  options: MailOptions
  logger: Logger
  emit(name: EngineEvent, data: object): Promise<void>
  /** Where a sending thread finds Postgres. Left out: mail is sent in this thread, over `db`. */
  postgres?: PostgresAddress | null
}

/** A terminal and an orchestrator end a process by these. */
const END_SIGNALS = ["SIGTERM", "SIGINT"] as const

export class Engine {
  private sender: Sender | null = null
  private stopped: Promise<void> | null = null
  private readonly onSignal = () => void this.stop().catch((error) => this.hooks.report(error))

  constructor(private readonly deps: EngineDependencies) {}

  /** Starts sending. Without an SMTP server it says so, and mail waits. */
  start(): void {
    const { options, logger, db, postgres } = this.deps
    const { smtp } = options
    if (!smtp) {
      logger.warn(
        "mail: neither smtpUrl nor smtp is set, so mail is kept and nothing is sent from this process"
      )
      return
    }
    const complete = { ...options, smtp }
    this.sender = postgres
      ? new SendingThread({ options: complete, postgres }, this.hooks)
      : new Sending(db, complete, this.hooks)
    // Medusa waits for its HTTP server before it runs the shutdown hooks, and one hanging response holds that up:
    // the end of sending begins with the signal itself.
    END_SIGNALS.forEach((signal) => process.once(signal, this.onSignal))
  }

  wake(): void {
    this.sender?.wake()
  }

  /** What the clock decides. The dispatcher looks by itself; this is for stores whose events are lost. */
  async sweep(): Promise<void> {
    this.wake()
  }

  /** Stops claiming at once and waits for mails that are on a connection, up to `drainSeconds`. */
  stop(): Promise<void> {
    return (this.stopped ??= this.end())
  }

  private async end(): Promise<void> {
    END_SIGNALS.forEach((signal) => process.off(signal, this.onSignal))
    await this.sender?.stop()
    this.sender = null
  }

  private readonly hooks: SendingHooks = {
    tell: (name, data) => {
      this.deps.emit(name, data).catch((error) => this.hooks.report(error))
    },
    report: (error) =>
      this.deps.logger.error(
        "mail: the dispatcher met an error and goes on",
        error instanceof Error ? error : undefined
      ),
  }
}
