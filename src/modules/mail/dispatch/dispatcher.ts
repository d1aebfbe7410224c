/**
 * The dispatcher: the part of each worker process that sends what is due.
 *
 * ```
 * claim a second's worth ─▶ render + compose ─▶ mark sending ─▶ SMTP ─▶ outcomes in batches ─┐
 *   ▲──────────────────────────── until nothing is due ──────────────────────────────────────┘
 * ```
 *
 * Postgres is the truth. An event only says "there is work"; an idle dispatcher also looks by itself, so a
 * lost event costs seconds and every worker process joins in.
 */
import { randomUUID } from "node:crypto"

import { RenderError } from "../content/render"
import type { Database } from "../database"
import { Bell } from "./bell"
import { Breaker } from "./breaker"
import type { Chores } from "./chores"
import { type ClaimedDelivery, type Holder, renewLeases } from "./claim"
import { Lanes, openMailings } from "./lanes"
import type { Mailroom } from "./mailroom"
import { mark } from "./mark"
import { RateLimit } from "./rate-limit"
import { Recorder } from "./recorder"
import { transition } from "./transitions"
import type { OutgoingMessage, Transport } from "./transport"
import { type RetryPolicy, verdictOf } from "./verdict"
import { DoubtWindow, MARK_GROUP } from "./window"

/** A claim is about a second of work at the present speed, within these bounds. */
const SMALLEST_CLAIM = MARK_GROUP
const LARGEST_CLAIM = 3_000
/** After an error of the loop itself, such as a lost database. Milliseconds. */
const ERROR_PAUSE = 1_000

export interface DispatcherOptions extends RetryPolicy {
  leaseSeconds: number
  pollSeconds: number
  /** Mails per second for the whole installation. */
  rate?: number
}

export interface DispatcherHooks {
  /** Stops a mailing because of what the server said. */
  pauseMailing(id: string, reason: string): Promise<void>
  onTransportPaused(message: string): void
  onTransportResumed(): void
  onError(error: unknown): void
}

export class Dispatcher {
  private readonly holder: Holder
  private readonly bell = new Bell()
  private readonly lanes: Lanes
  private readonly window: DoubtWindow
  private readonly rateLimit: RateLimit
  private readonly recorder: Recorder
  private readonly breaker: Breaker
  /** Everything claimed and not yet settled or let go: its leases are renewed. */
  private readonly held = new Map<string, ClaimedDelivery>()
  private claimSize = SMALLEST_CLAIM
  /** Deliveries whose outcome is on record, since the start. */
  private settled = 0
  private stopping = false
  private running: Promise<void> | null = null
  private renewal: NodeJS.Timeout | null = null

  constructor(
    private readonly db: Database,
    private readonly transport: Transport,
    private readonly mailroom: Mailroom,
    private readonly chores: Chores,
    private readonly options: DispatcherOptions,
    private readonly hooks: DispatcherHooks
  ) {
    this.holder = { id: `disp_${randomUUID()}`, leaseSeconds: options.leaseSeconds }
    this.lanes = new Lanes(db, this.holder)
    this.window = new DoubtWindow(transport.capacity)
    this.rateLimit = new RateLimit(db, options.rate ?? null)
    this.recorder = new Recorder(db, {
      onRecorded: (ids) => this.letGo(ids),
      onError: (error) => hooks.onError(error),
    })
    this.breaker = new Breaker(transport, {
      onOpen: (fault) => hooks.onTransportPaused(fault.message),
      onClose: () => hooks.onTransportResumed(),
    })
  }

  start(): void {
    this.running ??= this.run()
    const third = (this.options.leaseSeconds * 1_000) / 3
    this.renewal ??= setInterval(() => void this.renew(), third)
  }

  /** Says that there may be work. Returns at once. */
  wake(): void {
    this.bell.ring()
  }

  /** Stops claiming, lets go of what is only claimed, and waits for what is on a connection. */
  async stop(deadline: number): Promise<void> {
    this.stopping = true
    this.bell.ring()
    await this.running
    await this.window.empty(deadline)
    await this.recorder.drained()
    clearInterval(this.renewal ?? undefined)
    await this.transport.close(0)
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        if (!(await this.turn())) {
          await this.bell.wait(this.options.pollSeconds * 1_000)
        }
      } catch (error) {
        this.hooks.onError(error)
        await this.bell.wait(ERROR_PAUSE)
      }
    }
  }

  /** Sends until nothing is due. @returns whether to look again at once. */
  private async turn(): Promise<boolean> {
    await this.chores.rescue(this.transport.longestSilence)
    const mailings = await openMailings(this.db)
    const choresLeft = await this.chores.run(mailings, (id) => this.holdsAnyOf(id))
    if (!(await this.breaker.ready())) {
      return choresLeft
    }
    const [started, settled] = [performance.now(), this.settled]
    const batch = await this.lanes.claim(mailings, this.claimSize)
    if (!batch.length) {
      return choresLeft
    }
    await this.send(batch)
    this.adaptClaim(this.settled - settled, performance.now() - started)
    return true
  }

  private mustStop(): boolean {
    return this.stopping || this.breaker.isOpen
  }

  /** By what is on record, not by what was handed over: a slow server takes a whole claim into its queue. */
  private adaptClaim(settled: number, milliseconds: number): void {
    const perSecond = (settled * 1_000) / Math.max(milliseconds, 1)
    const next = Math.min(perSecond, this.claimSize * 2, LARGEST_CLAIM)
    this.claimSize = Math.round(Math.max(SMALLEST_CLAIM, next))
  }

  private async send(batch: readonly ClaimedDelivery[]): Promise<void> {
    for (const delivery of batch) {
      this.held.set(delivery.id, delivery)
    }
    try {
      await this.mailroom.open(batch.map((delivery) => delivery.content_id))
      for (let at = 0; at < batch.length && !this.mustStop();) {
        await this.window.room()
        const size = await this.rateLimit.take(Math.min(MARK_GROUP, batch.length - at), () => this.mustStop())
        await this.sendGroup(batch.slice(at, at + size))
        at += size
      }
    } finally {
      await this.release(batch)
    }
  }

  private async sendGroup(group: readonly ClaimedDelivery[]): Promise<void> {
    const messages = await this.composeAll(group)
    const ready = group.filter((delivery) => messages.has(delivery.id))
    this.window.enter(messages.keys())
    const marked = await mark(this.db, this.holder, ready).catch((error) => {
      this.window.leave(messages.keys())
      throw error
    })
    for (const delivery of ready) {
      if (marked.sending.has(delivery.id)) {
        void this.deliver(delivery, messages.get(delivery.id)!)
      } else {
        this.window.leave([delivery.id])
      }
    }
    await this.settle(
      "skip",
      ready
        .filter((delivery) => marked.excluded.has(delivery.id))
        .map(({ id, attempt }) => ({ id, attempt, reason: marked.excluded.get(id) }))
    )
  }

  private async composeAll(group: readonly ClaimedDelivery[]): Promise<Map<string, OutgoingMessage>> {
    const messages = new Map<string, OutgoingMessage>()
    const spoilt: { id: string; attempt: number; reason: string; response: string }[] = []
    for (const delivery of group) {
      try {
        messages.set(delivery.id, this.mailroom.compose(delivery))
      } catch (error) {
        if (!(error instanceof RenderError)) {
          throw error
        }
        // A wall-clock limit says as much about a starved machine as about the row: it is released and retried.
        if (!error.limit) {
          spoilt.push({
            id: delivery.id,
            attempt: delivery.attempt,
            reason: "render",
            response: error.message,
          })
        }
      }
    }
    await this.settle("spoil", spoilt)
    return messages
  }

  private async settle(
    name: "skip" | "spoil",
    changes: { id: string; attempt: number; reason?: string; response?: string }[]
  ): Promise<void> {
    if (changes.length) {
      await transition(this.db, name, changes)
      changes.forEach((change) => this.held.delete(change.id))
    }
  }

  /** One mail on its way: from the connection to the record. */
  private async deliver(delivery: ClaimedDelivery, message: OutgoingMessage): Promise<void> {
    const outcome = await this.transport.send(message)
    const verdict = verdictOf(delivery, outcome, this.options)
    if (outcome.kind === "transport_fault") {
      this.breaker.trip(outcome)
    }
    if (verdict.pausesMailing && delivery.mailing_id) {
      await this.hooks.pauseMailing(delivery.mailing_id, verdict.pausesMailing).catch(this.hooks.onError)
    }
    this.recorder.add(verdict)
  }

  /** Lets go of what was claimed but not marked: because of a pause, an open breaker, or the end. */
  private async release(batch: readonly ClaimedDelivery[]): Promise<void> {
    const left = batch.filter((delivery) => this.held.has(delivery.id) && !this.window.has(delivery.id))
    await transition(
      this.db,
      "release",
      left.map(({ id, attempt }) => ({ id, attempt }))
    )
    left.forEach((delivery) => this.held.delete(delivery.id))
  }

  private letGo(ids: string[]): void {
    ids.forEach((id) => this.held.delete(id))
    this.settled += ids.length
    this.window.leave(ids)
    if (!this.window.size) {
      // The last outcome may be what a mailing waited for to be completed.
      this.bell.ring()
    }
  }

  private holdsAnyOf(mailingId: string): boolean {
    for (const delivery of this.held.values()) {
      if (delivery.mailing_id === mailingId) {
        return true
      }
    }
    return false
  }

  private async renew(): Promise<void> {
    await renewLeases(this.db, this.holder, [...this.held.keys()]).catch(this.hooks.onError)
  }
}
