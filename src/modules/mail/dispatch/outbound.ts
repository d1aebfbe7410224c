/**
 * The way of one mail, from the claim to the record:
 *
 * ```
 * render + compose ─▶ mark sending ─▶ SMTP ─▶ verdict ─▶ outcomes in batches
 * ```
 *
 * The next mails are composed while these are marked, and outcomes are written beside, so that no connection waits for
 * Postgres. A mail is given to a connection only when its mark is committed: after a crash everything else is provably
 * unsent. What was claimed and not marked is let go of.
 */
import { RenderError } from "../content/render"
import { transition } from "../deliveries/change-state"
import type { ClaimedDelivery, Holder } from "../deliveries/claim"
import { keepBytes } from "../deliveries/keep-bytes"
import { mark } from "../deliveries/mark"
import { type Fate, fateOf } from "../deliveries/render-failures"
import type { Change, TransitionName } from "../deliveries/transitions"
import type { OutgoingMessage, Transport } from "../smtp/transport"
import type { Database } from "../sql/database"
import { Feedback, type FeedbackHooks } from "./feedback"
import { HeldDeliveries } from "./held-deliveries"
import { InFlightWindow } from "./in-flight-window"
import type { Mailroom } from "./mailroom"
import { RateLimit } from "./rate-limit"
import { Recorder } from "./recorder"
import { type RetryPolicy, verdictOf } from "./verdict"

export interface OutboundOptions extends RetryPolicy {
  /** Of the transport; null is the one of the whole store. */
  name: string | null
  /** Mails per second over it, for the whole installation. */
  rate?: number
  /** So many refusals in the same words, one after the other, pause what they belong to. */
  pauseAfterAlike: number
}

export interface OutboundHooks extends FeedbackHooks {
  /** Nothing more may be marked: the process ends, or the transport is paused. */
  mustStop(): boolean
  /** Every outcome is on record: perhaps the one that a mailing waited for to be completed. */
  onEmpty(): void
  /** For metrics: what is being written of a mail, and how many milliseconds it was held. */
  onStep?(delivery: ClaimedDelivery, step: TransitionName, change: Change, held: number): void
}

export class Outbound {
  private onRecord = 0
  /** Let go of, and Postgres has not heard of it yet. */
  private readonly unheard: Change[] = []
  private readonly held: HeldDeliveries
  private readonly window: InFlightWindow
  private readonly rateLimit: RateLimit
  private readonly recorder: Recorder
  private readonly feedback: Feedback

  constructor(
    private readonly db: Database,
    private readonly holder: Holder,
    private readonly transport: Transport,
    private readonly mailroom: Mailroom,
    private readonly options: OutboundOptions,
    private readonly hooks: OutboundHooks
  ) {
    this.held = new HeldDeliveries(db, holder)
    this.window = new InFlightWindow(transport)
    this.rateLimit = new RateLimit(db, options.rate ?? null, options.name)
    this.feedback = new Feedback(db, options.pauseAfterAlike, this.rateLimit, hooks)
    this.recorder = new Recorder(db, {
      onRecorded: (ids) => this.letGo(ids),
      onError: (error) => hooks.onError(error),
    })
  }

  /** Deliveries whose outcome is on record, since the start. */
  get settled(): number {
    return this.onRecord
  }

  /** From now on the leases of these are renewed. */
  hold(batch: readonly ClaimedDelivery[]): void {
    this.held.add(batch)
  }

  /** Sends what is held of a batch. Resolves when all of it was given to a connection or let go of. */
  async send(batch: readonly ClaimedDelivery[]): Promise<void> {
    let marking: Promise<void> = Promise.resolve()
    try {
      for (let at = 0; at < batch.length && !this.hooks.mustStop();) {
        const size = await this.roomFor(batch.length - at)
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
        // Its error is met by the next wait for it.
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

  /** How many may be marked now, by what may be in doubt and by the rate; 0: none any more. */
  private async roomFor(wanted: number): Promise<number> {
    const room = await this.window.room(wanted, () => this.hooks.mustStop())
    return room && this.rateLimit.take(room, () => this.hooks.mustStop())
  }

  private async composeAll(group: readonly ClaimedDelivery[]): Promise<Map<string, OutgoingMessage>> {
    const { messages, faults } = await this.mailroom.make(group)
    new Set(faults.values()).forEach((fault) => fault instanceof RenderError || this.hooks.onError(fault))
    const fates = group.flatMap((delivery) => {
      const fault = faults.get(delivery.id)
      return fault ? [fateOf(delivery, fault)] : []
    })
    for (const name of ["spoil", "setBack", "release"] as const) {
      await this.settle(
        name,
        fates.filter((fate) => fate.transition === name).map((fate) => fate.change)
      )
    }
    // For which there was no time.
    await this.letGoOf(group.filter(({ id }) => !messages.has(id) && !faults.has(id)))
    return messages
  }

  private async markAndDeliver(
    group: readonly ClaimedDelivery[],
    messages: ReadonlyMap<string, OutgoingMessage>
  ): Promise<void> {
    this.window.enter(messages.keys())
    const sending = await this.keepAndMark(group, messages).catch((error) => {
      this.window.leave(messages.keys())
      throw error
    })
    for (const delivery of group) {
      if (sending.has(delivery.id)) {
        void this.deliver(delivery, messages.get(delivery.id)!)
      } else {
        this.window.leave([delivery.id])
      }
    }
    await this.letGoOf(group.filter(({ id }) => !sending.has(id) && this.held.has(id)))
  }

  /** At once, since a mark of what stands behind them would pass them. */
  private async letGoOf(left: readonly ClaimedDelivery[]): Promise<void> {
    await this.settle(
      "release",
      left.map(({ id, attempt }) => ({ id, attempt }))
    )
  }

  /** @returns the ids of what may go to a connection. */
  private async keepAndMark(
    group: readonly ClaimedDelivery[],
    messages: ReadonlyMap<string, OutgoingMessage>
  ): Promise<ReadonlySet<string>> {
    await keepBytes(this.db, group, messages)
    return this.markAllowed(group)
  }

  /** What the rule says no to is skipped first: passed by the mark of a range, it would be in doubt if we died now. */
  private async markAllowed(group: readonly ClaimedDelivery[]): Promise<ReadonlySet<string>> {
    const { sending, excluded } = await mark(this.db, this.holder, group)
    if (!excluded.size) {
      return sending
    }
    await this.settle(
      "skip",
      group.flatMap(({ id, attempt }) => (excluded.has(id) ? { id, attempt, reason: excluded.get(id) } : []))
    )
    const left = group.filter(({ id, claim }) => claim && !excluded.has(id))
    return left.length ? this.markAllowed(left) : sending
  }

  /** From the connection to the record. */
  private async deliver(delivery: ClaimedDelivery, message: OutgoingMessage): Promise<void> {
    const since = this.held.get(delivery.id)?.since ?? performance.now()
    const handedOver = performance.now()
    const isWanted = () => this.feedback.isWanted(delivery, since, handedOver)
    const outcome = await this.transport.send({ ...message, isWanted })
    this.feedback.note(outcome)
    const verdict = await this.feedback.follow(delivery, verdictOf(delivery, outcome, this.options))
    this.recorder.add(verdict)
    this.hooks.onStep?.(delivery, verdict.transition, verdict.change, performance.now() - since)
  }

  private async settle(name: "skip" | Fate["transition"], changes: Change[]): Promise<void> {
    if (changes.length) {
      await transition(this.db, name, changes)
      changes.forEach((change) => this.count(name, change))
      this.held.forget(changes.map(({ id }) => id))
    }
  }

  private count(step: TransitionName, change: Change): void {
    const held = this.held.get(change.id)
    if (held) {
      this.hooks.onStep?.(held.delivery, step, change, performance.now() - held.since)
    }
  }

  /**
   * Lets go of what was claimed but not marked: because of a pause, a paused transport, or the end. Should Postgres not hear
   * of it, its leases must end all the same: prolonged, they would keep it from everybody for as long as this process lives.
   * A range's lease lives on with whatever else of it is held, so what Postgres did not hear is said again.
   */
  async release(batch: readonly ClaimedDelivery[]): Promise<void> {
    const left = batch.filter((delivery) => this.held.has(delivery.id) && !this.window.has(delivery.id))
    this.held.forget(left.map(({ id }) => id))
    const changes = [...this.unheard.splice(0), ...left.map(({ id, attempt }) => ({ id, attempt }))]
    try {
      const released = await transition(this.db, "release", changes)
      // Of a mark whose answer was lost on the way nobody knows but us that no connection had its mails.
      await transition(
        this.db,
        "withdraw",
        changes.filter(({ id }) => !released.has(id))
      )
    } catch (error) {
      this.unheard.push(...changes)
      throw error
    }
  }

  private letGo(ids: string[]): void {
    this.feedback.recorded(ids)
    this.held.forget(ids)
    this.onRecord += ids.length
    this.window.leave(ids)
    if (!this.window.size) {
      this.hooks.onEmpty()
    }
  }

  holdsAnyOf(mailingId: string): boolean {
    return this.held.hasAnyOf(mailingId)
  }

  async renewLeases(): Promise<void> {
    await this.release([]).catch(this.hooks.onError)
    await this.held.renewLeases().catch(this.hooks.onError)
  }

  /** Resolves when nothing is in doubt any more, which means that every outcome is on record, or after `milliseconds`. */
  empty(milliseconds: number): Promise<void> {
    return this.window.empty(milliseconds)
  }
}
