/**
 * Stops everything while the mail server takes nothing from anybody, and goes on by itself.
 *
 * - The transport's own faults (login, DNS, a greeting that says no): the server is tried with growing pauses, and the
 *   first conversation that begins ends the stop.
 * - Every mail is refused in the same words: a conversation says nothing then, so one mail is tried after each pause.
 *   What is refused in these words meanwhile is nobody's fault among the recipients and waits with the others.
 */
import type { SendOutcome, Transport } from "../smtp/transport"
import type { MailEvents } from "../words/events"

type Fault = Extract<SendOutcome, { kind: "transport_fault" }>

const FIRST_PAUSE = 1_000
const LONGEST_PAUSE = 60_000

/** What everybody is told. */
export type Trouble = MailEvents["mail-delivery.transport_paused"]

export interface BreakerHooks {
  /** Told once, when sending stops. */
  onOpen(trouble: Trouble): void
  /** Told whenever the server was tried in vain. */
  onStillOpen(): void
  /** Told once, when sending goes on. */
  onClose(): void
}

export class Breaker {
  private open = false
  private pause = FIRST_PAUSE
  private retryAt = 0
  /** The words in which everything is refused; null while the transport itself is at fault, or nothing is. */
  private refusal: string | null = null
  /** One mail is on its way to see whether they still hold. */
  private trying = false

  constructor(
    private readonly transport: Transport,
    private readonly hooks: BreakerHooks
  ) {}

  /** Nothing may be handed over now, but for the one mail that is tried. */
  get isOpen(): boolean {
    return this.open && !this.trying
  }

  /** Only one mail may be claimed. */
  get isTrying(): boolean {
    return this.trying
  }

  trip(fault: Fault): void {
    if (this.trying) {
      this.rest()
    }
    this.stop({ kind: "fault", message: fault.message, phase: fault.phase })
  }

  /** @param words - Without what differs from mail to mail. */
  tripByRefusals(words: string, message: string): void {
    if (!this.open) {
      this.refusal = words
      this.stop({ kind: "refused", message })
    }
  }

  /** Whether a refusal in these words is that which everything meets. */
  explains(words: string): boolean {
    return this.open && words === this.refusal
  }

  /** The server answered a mail, in these words if it refused it for good. */
  answered(words: string | null): void {
    if (!this.trying) {
      return
    }
    this.trying = false
    if (words === this.refusal) {
      this.rest()
    } else {
      this.close()
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
      this.rest()
      return false
    }
    if (this.refusal === null) {
      this.close()
      return true
    }
    // Should the tried mail bring no answer, another has its turn after the same pause.
    this.retryAt = performance.now() + this.pause
    this.trying = true
    return true
  }

  private stop(trouble: Trouble): void {
    if (!this.open) {
      this.open = true
      this.pause = FIRST_PAUSE
      this.retryAt = performance.now() + this.pause
      this.hooks.onOpen(trouble)
    }
  }

  private rest(): void {
    this.trying = false
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE)
    this.retryAt = performance.now() + this.pause
    this.hooks.onStillOpen()
  }

  private close(): void {
    this.open = false
    this.refusal = null
    this.hooks.onClose()
  }
}
