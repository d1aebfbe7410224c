/**
 * Hands a message on to the server that said yes to DATA. Nearly all mails are small and leave in one piece; what is large, or has
 * files, goes in pieces of which each waits for the one before, so that a connection that dies half-way is seen to have died there.
 */
import { doubleDots, DoubledPieces } from "./double-dots"
import { PIECE, piecesOf } from "./message-pieces"
import type { OutgoingMessage } from "./transport"
import type { WaryConnection } from "./wary-connection"

/** As much as a socket takes at once whether or not the server reads. */
const LARGEST_WHOLE = 16 * 1024

export interface BodyHooks {
  /** A piece was taken. */
  onProgress(): void
  /** A file of it cannot be read. Nothing was delivered: there was no final dot. */
  onFault(error: Error): void
  /** @returns what is said along with the last byte. */
  following(): string
}

export class Body {
  /**
   * The final dot was handed on. Before this the server cannot have the whole message and must discard what it has (RFC 5321
   * 4.1.1.4); after it nobody can know.
   */
  finished = false
  private stopped = false

  constructor(
    private readonly message: Pick<OutgoingMessage, "bytes" | "files">,
    private readonly connection: Pick<WaryConnection, "say">,
    private readonly hooks: BodyHooks
  ) {}

  begin(): void {
    const { bytes, files } = this.message
    const isSmall = !files?.length && bytes.length <= LARGEST_WHOLE
    const whole = isSmall ? doubleDots(bytes) : null
    if (whole) {
      return this.finish(whole)
    }
    this.handOn().catch((error: Error) => this.stopped || this.hooks.onFault(error))
  }

  /** Its end is not handed on any more. */
  stop(): void {
    this.stopped = true
  }

  private async handOn(): Promise<void> {
    const { bytes, files = [] } = this.message
    const doubled = new DoubledPieces()
    for await (const piece of piecesOf(bytes, files, { size: PIECE })) {
      if (this.stopped) {
        return
      }
      await new Promise<void>((taken) => this.connection.say(doubled.next(piece), () => taken()))
      this.hooks.onProgress()
    }
    if (!this.stopped) {
      this.finish([doubled.end()])
    }
  }

  private finish(last: readonly Buffer[]): void {
    this.finished = true
    const following = this.hooks.following()
    // In one piece: what is written at once is what the system and the server are woken for once.
    this.connection.say(Buffer.concat(following ? [...last, Buffer.from(following)] : last))
    this.hooks.onProgress()
  }
}
