/**
 * How many connections a server bears at once, as far as it let us know. It falls as soon as the server says that there are
 * too many, and grows again one by one; when a step was one too many, the next is tried after twice as long.
 */
import type { Bearing } from "./transport"

/** Until one more is tried. Milliseconds. */
const FIRST_STEP = 10_000
const LONGEST_STEP = 600_000

/** How long nothing is sent when even the only connection was one too many: somebody else has the others. Milliseconds. */
const FIRST_REST = 1_000
const LONGEST_REST = 30_000

export class ConnectionLimit implements Bearing {
  allowed: number
  borne = 0
  private step = FIRST_STEP
  private growAt = Infinity
  /** It has grown since it fell the last time. */
  private grown = false
  private rest = FIRST_REST
  private restUntil = 0

  /**
   * @param capacity - It never grows beyond.
   * @param now - milliseconds of a clock that never jumps.
   */
  constructor(
    private readonly capacity: number,
    private readonly now: () => number = () => performance.now()
  ) {
    this.allowed = capacity
  }

  /** For how long nothing may be sent. Milliseconds. */
  get restLeft(): number {
    return Math.max(0, this.restUntil - this.now())
  }

  /**
   * Whether there may be one connection more than these. Asked when there is work for it. They can be more than are allowed: those
   * that were still being opened when it fell, and that the server let in after all.
   */
  allowsOneMoreThan(open: number): boolean {
    if (open >= this.allowed && this.allowed < this.capacity && this.now() >= this.growAt) {
      this.step = this.grown ? Math.max(this.step / 2, FIRST_STEP) : this.step
      this.allowed = Math.min(open + 1, this.capacity)
      this.grown = true
      this.growAt = this.now() + this.step
    }
    return open < this.allowed
  }

  /** One was refused. @param others - Those that were not. */
  lower(others: number): void {
    if (this.grown) {
      this.step = Math.min(this.step * 2, LONGEST_STEP)
      this.grown = false
    }
    this.allowed = Math.max(1, Math.min(this.allowed, others))
    this.borne = Math.min(this.borne, this.allowed)
    this.growAt = this.now() + this.step
  }

  /** Even the only one was refused. @returns whether it is worth waiting for: not after a minute of it. */
  restAlone(): boolean {
    const pause = this.rest
    this.restUntil = this.now() + pause
    this.rest = Math.min(pause * 2, LONGEST_REST)
    return pause < LONGEST_REST
  }

  /** A mail was taken. @param over - So many connections live that have each brought one through. */
  accepted(over: number): void {
    this.rest = FIRST_REST
    this.borne = Math.min(Math.max(this.borne, over), this.allowed)
  }
}
