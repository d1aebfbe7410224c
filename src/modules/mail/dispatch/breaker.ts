/**
 * The transport's own faults (login, DNS, a greeting that says no) are nobody's fault among the recipients:
 * the breaker stops claiming, tries the server with growing pauses, and closes by itself.
 */
import type { SendOutcome, Transport } from "./transport"

type Fault = Extract<SendOutcome, { kind: "transport_fault" }>

const FIRST_PAUSE = 1_000
const LONGEST_PAUSE = 60_000

export interface BreakerHooks {
  /** Told once, when sending stops. */
  onOpen(fault: Fault): void
  /** Told whenever the server was tried in vain. */
  onStillOpen(): void
  /** Told once, when sending goes on. */
  onClose(): void
}

export class Breaker {
  private open = false
  private pause = FIRST_PAUSE
  private retryAt = 0

  constructor(
    private readonly transport: Transport,
    private readonly hooks: BreakerHooks
  ) {}

  get isOpen(): boolean {
    return this.open
  }

  trip(fault: Fault): void {
    if (!this.open) {
      this.open = true
      this.pause = FIRST_PAUSE
      this.retryAt = performance.now() + this.pause
      this.hooks.onOpen(fault)
    }
  }

  /** Tries the server if it is time to. @returns whether mail may be sent now. */
  async ready(): Promise<boolean> {
    if (!this.open) {
      return true
    }
    if (performance.now() < this.retryAt) {
      return false
    }
    if (await this.transport.verify()) {
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE)
      this.retryAt = performance.now() + this.pause
      this.hooks.onStillOpen()
      return false
    }
    this.open = false
    this.hooks.onClose()
    return true
  }
}
