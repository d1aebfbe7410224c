/**
 * Who goes when, for a transport without connections of its own kind: so many messages at once, the others wait, and the end
 * waits for those on their way up to its deadline.
 */
import { readable } from "../formats/readable"
import { Job, Queue } from "./queue"
import type { OutgoingMessage, SendOutcome } from "./transport"

export interface Turn {
  /** Sends one message. What it throws was met before anything left. */
  deliver(message: OutgoingMessage): Promise<SendOutcome>
  /** The deadline is over: ends what is still on its way. */
  cutOff(): void
}

const CLOSED_FIRST = "The transport was closed before this message had its turn"

export class Turns {
  private readonly queue = new Queue()
  private busy = 0
  private closing = false
  private reportClosed: () => void = () => undefined

  constructor(
    private readonly atOnce: number,
    private readonly turn: Turn
  ) {}

  /** Never rejects. */
  send(message: OutgoingMessage): Promise<SendOutcome> {
    if (this.closing) {
      return Promise.resolve(withdrawn("The transport is closed"))
    }
    return new Promise((settle) => {
      this.queue.push(new Job(message, settle))
      this.assign()
    })
  }

  /** Resolves when nothing is on its way any more. */
  async close(deadline: number): Promise<void> {
    this.closing = true
    const timer = setTimeout(() => this.cutOff(), deadline)
    await new Promise<void>((resolve) => {
      this.reportClosed = resolve
      this.reportIfClosed()
    })
    clearTimeout(timer)
  }

  private assign(): void {
    while (this.busy < this.atOnce) {
      const job = this.queue.take()
      if (!job) {
        return
      }
      this.busy += 1
      void this.turn
        .deliver(job.message)
        .catch((error: unknown) => notSent(`The request could not be made: ${String(error)}`))
        .then((outcome) => {
          this.busy -= 1
          job.settle(outcome)
          this.assign()
          this.reportIfClosed()
        })
    }
  }

  private cutOff(): void {
    for (let job = this.queue.take(); job; job = this.queue.take()) {
      job.settle(withdrawn(CLOSED_FIRST))
    }
    this.turn.cutOff()
  }

  private reportIfClosed(): void {
    if (this.closing && !this.busy && this.queue.isEmpty) {
      this.reportClosed()
    }
  }
}

/** What was lost before anything of it left. */
export function notSent(message: string): SendOutcome {
  return { kind: "not_sent", phase: "body", message: readable(message) }
}

/** Nobody's fault: this process stops. */
export function withdrawn(message: string): SendOutcome {
  return { kind: "not_sent", phase: "connect", message, withdrawn: true }
}
