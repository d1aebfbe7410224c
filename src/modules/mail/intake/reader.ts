/**
 * Reads the mailbox that returned mail arrives in, for as long as the process lives: one worker at a time, under a lease.
 * Whatever goes wrong with the mailbox is tried again with growing pauses, and told to staff once.
 */
import { randomUUID } from "node:crypto"

import type { ReturnPolicy } from "../bounces/item"
import type { ReturnTally } from "../bounces/receive"
import type { Database } from "../sql/database"
import type { MailEvent, MailEvents } from "../words/events"
import type { MailboxFaultKind } from "../words/mailbox-faults"
import { MailboxConnection } from "./connection"
import { MailboxFault } from "./fault"
import {
  type Holder,
  LeaseLost,
  noteFault,
  type Place,
  releaseMailbox,
  renewMailbox,
  takeMailbox,
} from "./lease"
import { MailboxLogin } from "./login"
import { pause } from "./pause"
import { type MailboxServer, nameOfMailbox } from "./server"
import { MailboxSession, Stumbles } from "./session"

export interface ReaderOptions extends ReturnPolicy {
  leaseSeconds: number
  pollSeconds: number
  drainSeconds: number
}

export interface ReaderHooks {
  tell<Name extends MailEvent>(name: Name, data: MailEvents[Name]): void
  /** An error that nobody waits for; reading goes on. */
  report(error: unknown): void
  /** What came of messages. */
  countReturns?(tally: ReturnTally): void
}

/** Milliseconds, between two tries at a mailbox that cannot be read. */
const LONGEST_PAUSE = 300_000
/** Many servers shut out clients that come too often with a wrong password. */
const SLOWER_AFTER: Partial<Record<MailboxFaultKind, number>> = { login: 10 }

export class MailboxReader {
  private readonly holder: Holder
  private readonly stopping = new AbortController()
  private readonly stumbles = new Stumbles()
  private readonly login: MailboxLogin
  private connection: MailboxConnection | null = null
  private failures = 0
  private reported: string | null = null
  private readonly running: Promise<void>

  constructor(
    private readonly db: Database,
    private readonly server: MailboxServer,
    private readonly options: ReaderOptions,
    private readonly hooks: ReaderHooks
  ) {
    this.holder = {
      mailbox: nameOfMailbox(server),
      id: `mbox_${randomUUID()}`,
      leaseSeconds: options.leaseSeconds,
    }
    this.login = new MailboxLogin(server.auth)
    this.running = this.run()
  }

  /** Finishes the message that it is at, and says goodbye; not longer than `drainSeconds`. */
  async stop(): Promise<void> {
    this.stopping.abort()
    const late = new AbortController()
    await Promise.race([
      this.running,
      pause(this.options.drainSeconds * 1_000, late.signal).then(() => this.connection?.cut()),
    ])
    late.abort()
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping
    while (!signal.aborted) {
      await pause(await this.turn(), signal)
    }
  }

  /** @returns milliseconds until the next one. */
  private async turn(): Promise<number> {
    try {
      const place = await takeMailbox(this.db, this.holder)
      if (place) {
        await this.read(place)
      }
      return (this.options.leaseSeconds * 1_000) / 3
    } catch (error) {
      if (error instanceof MailboxFault) {
        return this.pauseAfter(error.kind)
      }
      if (!(error instanceof LeaseLost)) {
        this.hooks.report(error)
      }
      return this.pauseAfter("connect")
    }
  }

  private pauseAfter(kind: MailboxFaultKind): number {
    const first = this.options.pollSeconds * 1_000 * (SLOWER_AFTER[kind] ?? 1)
    this.failures += 1
    return Math.min(first * 2 ** (this.failures - 1), LONGEST_PAUSE)
  }

  private async read(place: Place): Promise<void> {
    const lost = new AbortController()
    const signal = AbortSignal.any([this.stopping.signal, lost.signal])
    const renewal = setInterval(() => void this.renew(lost), (this.options.leaseSeconds * 1_000) / 3)
    try {
      this.connection = await MailboxConnection.open(this.server, this.login, { signal })
      await this.session(place, this.connection).run(signal)
    } catch (error) {
      if (error instanceof MailboxFault && !signal.aborted) {
        await this.onFault(error)
      }
      throw error
    } finally {
      clearInterval(renewal)
      await this.connection?.close()
      this.connection = null
      // If this fails too, the lease ends by itself.
      await releaseMailbox(this.db, this.holder).catch((error) => this.hooks.report(error))
    }
  }

  private session(place: Place, connection: MailboxConnection): MailboxSession {
    const { db, options, server, holder, stumbles } = this
    return new MailboxSession(db, options, server, holder, place, connection, stumbles, {
      count: (tally) => this.hooks.countReturns?.(tally),
      onPause: async (paused) => this.hooks.tell("mail-delivery.mailing_paused", paused),
      onPassedOver: (uid, why) =>
        this.hooks.report(
          new Error(`message ${uid} of the mailbox cannot be read and stays where it is: ${why}`)
        ),
      onFault: (fault) => this.onFault(fault),
      onLook: (again) => {
        this.failures = 0
        this.reported = null
        if (again) {
          this.hooks.tell("mail-delivery.mailbox_read_again", {})
        }
      },
    })
  }

  /** A worker that cannot say that it lives reads no more. */
  private async renew(lost: AbortController): Promise<void> {
    const isOurs = await renewMailbox(this.db, this.holder).catch((error) => {
      this.hooks.report(error)
      return false
    })
    if (!isOurs) {
      lost.abort()
    }
  }

  private async onFault(fault: MailboxFault): Promise<void> {
    const { kind, message } = fault
    // Once in the log, however often it is met.
    if (message !== this.reported) {
      this.reported = message
      this.hooks.report(fault)
    }
    if (await noteFault(this.db, this.holder, kind, message)) {
      this.hooks.tell("mail-delivery.mailbox_unreadable", { kind, message })
    }
  }
}
