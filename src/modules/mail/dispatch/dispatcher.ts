/**
 * The dispatcher: the part of each worker process that sends what is due.
 *
 * ```
 * claim ─▶ render + compose ─▶ mark sending ─▶ SMTP ─▶ outcomes in batches ─┐
 *   ▲─────────────────────── until nothing is due ──────────────────────────┘
 * ```
 *
 * The steps overlap, so that neither this thread nor a connection waits for Postgres: the next claim is taken
 * while this one is sent, the next mails are composed while these are marked, and outcomes are written beside.
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
import { keepBytes } from "./keep-bytes"
import { Lanes, openMailings } from "./lanes"
import type { Mailroom } from "./mailroom"
import { mark, type Marked } from "./mark"
import { PolicyBurst } from "./policy-burst"
import { RateLimit } from "./rate-limit"
import { Recorder } from "./recorder"
import { transition } from "./transitions"
import type { OutgoingMessage, Transport } from "./transport"
import { type RetryPolicy, verdictOf } from "./verdict"
import { DoubtWindow, MARK_GROUP } from "./window"

/**
 * A claim is about half a second of work at the present speed, within these bounds: with the one that is taken ahead
 * a single mail waits for a second at most.
 */
const CLAIM_SECONDS = 0.5
export const SMALLEST_CLAIM = MARK_GROUP
const LARGEST_CLAIM = 3_000
/** For the outcomes of mails that were cut off at the deadline. Milliseconds. */
const LAST_RECORD = 1_000
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

/** What there was to do at one look. */
interface Look {
  batch: ClaimedDelivery[]
  /** A chore needs another look at once. */
  choresLeft: boolean
}

export class Dispatcher {
  private readonly holder: Holder
  private readonly bell = new Bell()
  private readonly lanes: Lanes
  private readonly window: DoubtWindow
  private readonly rateLimit: RateLimit
  private readonly recorder: Recorder
  private readonly breaker: Breaker
  private readonly burst = new PolicyBurst()
  /** Everything claimed and not yet settled or let go: its leases are renewed. */
  private readonly held = new Map<string, ClaimedDelivery>()
  private claimSize = SMALLEST_CLAIM
  /** Deliveries whose outcome is on record, since the start. */
  private settled = 0
  /** The next look, taken while the present batch is on its way. */
  private ahead: Promise<Look> | null = null
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

  /**
   * Stops claiming, lets go of what is only claimed, waits for what is on a connection, and cuts off the rest.
   *
   * @param deadline - milliseconds for all of it; a lost Postgres must not hold up the end of the process either,
   *   and what cannot be written is found by its lease later.
   */
  async stop(deadline: number): Promise<void> {
    const end = performance.now() + deadline
    this.stopping = true
    this.bell.ring()
    await within(
      end,
      this.running?.then(() => this.letGoOfAhead())
    )
    await within(end, this.window.empty(end - performance.now()))
    await this.transport.close(0)
    await within(Math.max(end, performance.now() + LAST_RECORD), this.recorder.drained())
    clearInterval(this.renewal ?? undefined)
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

  /** One batch. @returns whether to look again at once. */
  private async turn(): Promise<boolean> {
    const look = this.ahead ?? this.look()
    this.ahead = null
    const { batch, choresLeft } = await look
    if (!batch.length) {
      return choresLeft
    }
    if (!this.mustStop()) {
      this.ahead = this.look()
      // Its error is met by whoever takes it up.
      this.ahead.catch(() => undefined)
    }
    const [started, settled] = [performance.now(), this.settled]
    await this.send(batch)
    this.adaptClaim(this.settled - settled, performance.now() - started)
    return true
  }

  /** Does the chores, and claims from the lane whose turn it is. */
  private async look(): Promise<Look> {
    await this.chores.rescue(this.transport.longestSilence)
    const mailings = await openMailings(this.db)
    const choresLeft = await this.chores.run(mailings, (id) => this.holdsAnyOf(id))
    const batch = (await this.breaker.ready()) ? await this.lanes.claim(mailings, this.claimSize) : []
    batch.forEach((delivery) => this.held.set(delivery.id, delivery))
    return { batch, choresLeft }
  }

  private async letGoOfAhead(): Promise<void> {
    const look = await this.ahead?.catch(() => null)
    this.ahead = null
    // If this fails too, the lease ends by itself.
    await this.release(look?.batch ?? []).catch(this.hooks.onError)
  }

  private mustStop(): boolean {
    return this.stopping || this.breaker.isOpen
  }

  /** By what is on record, not by what was handed over: a slow server takes a whole claim into its queue. */
  private adaptClaim(settled: number, milliseconds: number): void {
    const perSecond = (settled * 1_000) / Math.max(milliseconds, 1)
    const next = Math.min(perSecond * CLAIM_SECONDS, this.claimSize * 2, LARGEST_CLAIM)
    this.claimSize = Math.round(Math.max(SMALLEST_CLAIM, next))
  }

  private async send(batch: readonly ClaimedDelivery[]): Promise<void> {
    let marking: Promise<void> = Promise.resolve()
    try {
      await this.mailroom.open(batch.map((delivery) => delivery.content_id))
      for (let at = 0; at < batch.length && !this.mustStop();) {
        const room = await this.window.room(batch.length - at, () => this.mustStop())
        const size = room && (await this.rateLimit.take(room, () => this.mustStop()))
        if (!size) {
          break
        }
        const group = batch.slice(at, at + size)
        const messages = await this.composeAll(group)
        await marking
        marking = this.markAndDeliver(
          group.filter((delivery) => messages.has(delivery.id)),
          messages
        )
        // Its error is met by whoever waits for it next.
        marking.catch(() => undefined)
        at += size
      }
      await marking
    } finally {
      // A mark that failed has left the window; one that is still on its way must not be released under.
      await marking.catch(() => undefined)
      await this.release(batch)
    }
  }

  private async markAndDeliver(
    group: readonly ClaimedDelivery[],
    messages: ReadonlyMap<string, OutgoingMessage>
  ): Promise<void> {
    this.window.enter(messages.keys())
    const marked = await this.keepAndMark(group, messages).catch((error) => {
      this.window.leave(messages.keys())
      throw error
    })
    for (const delivery of group) {
      if (marked.sending.has(delivery.id)) {
        void this.deliver(delivery, messages.get(delivery.id)!)
      } else {
        this.window.leave([delivery.id])
      }
    }
    await this.settle(
      "skip",
      group
        .filter((delivery) => marked.excluded.has(delivery.id))
        .map(({ id, attempt }) => ({ id, attempt, reason: marked.excluded.get(id) }))
    )
  }

  private async keepAndMark(
    group: readonly ClaimedDelivery[],
    messages: ReadonlyMap<string, OutgoingMessage>
  ): Promise<Marked> {
    await keepBytes(this.db, group, messages)
    return mark(this.db, this.holder, group)
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
    const pauses =
      verdict.pausesMailing ?? (delivery.mailing_id && this.burst.note(delivery.mailing_id, verdict))
    if (pauses && delivery.mailing_id) {
      await this.hooks.pauseMailing(delivery.mailing_id, pauses).catch(this.hooks.onError)
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

/** Waits for some work, but not beyond a moment of `performance.now()`. */
async function within(end: number, work: Promise<unknown> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise((resolve) => {
    timer = setTimeout(resolve, Math.max(0, end - performance.now()))
  })
  await Promise.race([work, deadline]).finally(() => clearTimeout(timer))
}
