/**
 * One mail in the hands of a transport of the store's own: until it answers, throws, takes too long, or this process ends. The
 * message is given out through one door, so it is known of each mail whether it can have left.
 */
import type { OutgoingMessage } from "../smtp/transport"
import type { MailToSend, MailTransport } from "./shape"

export type Ending =
  | { kind: "answered"; answer: unknown }
  | { kind: "threw"; error: unknown }
  | { kind: "late"; milliseconds: number }
  | { kind: "cut_off" }

export class Attempt {
  /** The transport has got the message. */
  handedOver = false
  private isOver = false
  private readonly controller = new AbortController()
  private settle: (ending: Ending) => void = () => undefined

  constructor(private readonly message: Pick<OutgoingMessage, "id" | "from" | "to" | "bytes">) {}

  /** Never rejects, and never takes longer than `milliseconds`. */
  async run(transport: MailTransport, milliseconds: number): Promise<Ending> {
    const ended = new Promise<Ending>((resolve) => (this.settle = resolve))
    const timer = setTimeout(() => this.settle({ kind: "late", milliseconds }), milliseconds)
    const { settle } = this
    // Within a promise, since it may throw before it returns one.
    new Promise((resolve) => resolve(transport.send(this.mail()))).then(
      (answer) => settle({ kind: "answered", answer }),
      (error: unknown) => settle({ kind: "threw", error })
    )
    const ending = await ended
    clearTimeout(timer)
    this.isOver = true
    if (ending.kind === "late" || ending.kind === "cut_off") {
      this.controller.abort()
    }
    return ending
  }

  cutOff(): void {
    this.settle({ kind: "cut_off" })
  }

  private mail(): MailToSend {
    const { id, from, to } = this.message
    return Object.freeze({ id, from, to, signal: this.controller.signal, handOver: () => this.handOver() })
  }

  /** A copy, in memory of its own: whatever is done to it, the mail is as it was. */
  private handOver(): ReturnType<MailToSend["handOver"]> {
    if (this.isOver) {
      throw new Error("The time of this mail is over: it must not be sent any more")
    }
    this.handedOver = true
    const { bytes } = this.message
    const copy = Buffer.alloc(bytes.length)
    bytes.copy(copy)
    return copy
  }
}
