/**
 * The dispatcher: the part of each worker process that sends what is due, over one transport. A store with several has one for
 * each, with a window, a breaker and a rate of its own, so that none waits for another's server.
 *
 * ```
 * claim ─▶ the way of each mail (outbound.ts) ─┐
 *   ▲──────── until nothing is due ────────────┘
 * ```
 *
 * The next claim is taken while this one is sent, so that no connection waits for Postgres.
 *
 * Postgres is the truth. An event only says "there is work"; an idle dispatcher also looks by itself, so a
 * lost event costs seconds and every worker process joins in.
 */
import { randomUUID } from "node:crypto"

import type { ClaimedDelivery } from "../deliveries/claim"
import { Lanes, type OpenWork, openWork } from "../deliveries/lanes"
import type { Transport } from "../smtp/transport"
import type { Database } from "../sql/database"
import type { Share } from "../transports/share"
import { Breaker, type Trouble } from "./breaker"
import type { Housekeeping } from "./housekeeping"
import { MARKED_AT_ONCE } from "./in-flight-window"
import type { Mailroom } from "./mailroom"
import { Outbound, type OutboundHooks, type OutboundOptions } from "./outbound"
import { WakeSignal } from "./wake-signal"

/**
 * A claim is about half a second of work at the present speed, within these bounds: with the one that is taken ahead
 * a single mail waits for a second at most.
 */
const CLAIM_SECONDS = 0.5
export const SMALLEST_CLAIM = MARKED_AT_ONCE
const LARGEST_CLAIM = 3_000
/** For the outcomes of mails that were cut off at the deadline. Milliseconds. */
const LAST_RECORD = 1_000
/** After an error of the loop itself, such as a lost database. Milliseconds. */
const ERROR_PAUSE = 1_000

export interface DispatcherOptions extends OutboundOptions {
  leaseSeconds: number
  pollSeconds: number
  /** What of all mail is its own to send. */
  share: Share
}

export interface DispatcherHooks extends Pick<
  OutboundHooks,
  "pauseMailing" | "pauseAboveLimit" | "onOwnFault" | "onServerLimit" | "onStep" | "onError"
> {
  onTransportPaused(trouble: Trouble): void
  onTransportStillPaused(): void
  onTransportResumed(): void
  /** Whether any dispatcher of this process holds mails of a mailing, so that it cannot be done. */
  isHeld(mailingId: string): boolean
}

/** What there was to do at one look. */
interface Look {
  batch: ClaimedDelivery[]
  /** A chore needs another look at once. */
  choresLeft: boolean
}

export class Dispatcher {
  private readonly signal = new WakeSignal()
  private readonly lanes: Lanes
  private readonly breaker: Breaker
  private readonly outbound: Outbound
  private claimSize = SMALLEST_CLAIM
  /** The next look, taken while the present batch is on its way. */
  private ahead: Promise<Look> | null = null
  private stopping = false
  private running: Promise<void> | null = null
  private renewal: NodeJS.Timeout | null = null

  constructor(
    private readonly db: Database,
    private readonly transport: Transport,
    mailroom: Mailroom,
    private readonly chores: Housekeeping,
    private readonly options: DispatcherOptions,
    private readonly hooks: DispatcherHooks
  ) {
    const holder = { id: `disp_${randomUUID()}`, leaseSeconds: options.leaseSeconds }
    this.lanes = new Lanes(db, holder, options.share)
    this.breaker = new Breaker(transport, {
      onOpen: (trouble) => hooks.onTransportPaused(trouble),
      onStillOpen: () => hooks.onTransportStillPaused(),
      onClose: () => hooks.onTransportResumed(),
    })
    this.outbound = new Outbound(db, holder, transport, mailroom, options, {
      mustStop: () => this.mustStop(),
      breaker: this.breaker,
      pauseMailing: (id, cause, reason) => hooks.pauseMailing(id, cause, reason),
      pauseAboveLimit: (id) => hooks.pauseAboveLimit(id),
      onOwnFault: (notice) => hooks.onOwnFault(notice),
      onServerLimit: (limit) => hooks.onServerLimit(limit),
      onStep: hooks.onStep,
      onEmpty: () => this.signal.give(),
      onError: (error) => hooks.onError(error),
    })
  }

  start(): void {
    this.running ??= this.run()
    const third = (this.options.leaseSeconds * 1_000) / 3
    this.renewal ??= setInterval(() => void this.outbound.renewLeases(), third)
  }

  /** Says that there may be work. Returns at once. */
  wake(): void {
    this.signal.give()
  }

  holdsAnyOf(mailingId: string): boolean {
    return this.outbound.holdsAnyOf(mailingId)
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
    this.signal.give()
    await within(
      end,
      this.running?.then(() => this.letGoOfAhead())
    )
    await within(end, this.outbound.empty(end - performance.now()))
    await this.transport.close(0)
    await this.outbound.empty(Math.max(end - performance.now(), LAST_RECORD))
    clearInterval(this.renewal ?? undefined)
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        if (!(await this.turn())) {
          await this.signal.wait(this.options.pollSeconds * 1_000)
        }
      } catch (error) {
        this.hooks.onError(error)
        await this.signal.wait(ERROR_PAUSE)
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
      // Its error is met by the loop that takes it up.
      this.ahead.catch(() => undefined)
    }
    const [started, settled] = [performance.now(), this.outbound.settled]
    await this.outbound.send(batch)
    this.adaptClaim(this.outbound.settled - settled, performance.now() - started)
    return true
  }

  /** Does the chores, and claims from the lane whose turn it is. */
  private async look(): Promise<Look> {
    await this.chores.reopen()
    const work = await this.openWork()
    const choresLeft = await this.chores.run(work.mailings, (id) => this.hooks.isHeld(id))
    const batch = (await this.breaker.ready()) ? await this.claim(work) : []
    return { batch, choresLeft }
  }

  /** Where nobody holds anything there is no dead lease, and nothing to rescue. */
  private async openWork(): Promise<OpenWork> {
    const { share } = this.options
    const work = await openWork(this.db, share)
    return work.hasClaims && (await this.chores.rescue()) ? openWork(this.db, share) : work
  }

  private async claim(work: OpenWork): Promise<ClaimedDelivery[]> {
    const batch = await this.lanes.claim(work, this.breaker.isTrying ? 1 : this.claimSize)
    this.outbound.hold(batch)
    return batch
  }

  private async letGoOfAhead(): Promise<void> {
    const look = await this.ahead?.catch(() => null)
    this.ahead = null
    // If this fails too, the lease ends by itself.
    await this.outbound.release(look?.batch ?? []).catch(this.hooks.onError)
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
}

/** Waits for some work, but not beyond a moment of `performance.now()`. */
async function within(end: number, work: Promise<unknown> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise((resolve) => {
    timer = setTimeout(resolve, Math.max(0, end - performance.now()))
  })
  await Promise.race([work, deadline]).finally(() => clearTimeout(timer))
}
