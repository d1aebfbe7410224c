/**
 * The message as the connection reads it. It exists because an SMTP client's error does not tell the phase:
 * a drop at MAIL, at DATA and after the final dot look the same. What has been read of this stream does.
 */
import { Readable } from "node:stream"

/** Large mails go in pieces, so that a connection that dies half-way is seen to have died half-way. */
const PIECE = 64 * 1024

export interface MessageHooks {
  /** Calls back when a yes that came before its time has been noticed: only then is the first byte handed on. */
  beforeFirst(callback: () => void): void
  /** A piece was asked for, or the end was handed on. */
  onProgress(): void
}

export class MessageStream extends Readable {
  /** Reading has begun: the server said yes to DATA. */
  started = false
  private offset = 0

  constructor(
    private readonly bytes: Buffer,
    private readonly hooks: MessageHooks
  ) {
    super({ emitClose: false })
    this.once("end", () => hooks.onProgress())
  }

  /**
   * The end was handed on. The client writes the final dot only now, so before this the server cannot have
   * the whole message and must discard what it has (RFC 5321 4.1.1.4); after it nobody can know.
   */
  get finished(): boolean {
    return this.readableEnded
  }

  override _read(): void {
    this.hooks.onProgress()
    if (this.started) {
      return this.pushPiece()
    }
    this.started = true
    this.hooks.beforeFirst(() => this.pushPiece())
  }

  private pushPiece(): void {
    if (this.destroyed) {
      return
    }
    const end = this.offset + PIECE
    if (this.offset < this.bytes.length) {
      this.push(this.bytes.length <= PIECE ? this.bytes : this.bytes.subarray(this.offset, end))
    }
    this.offset = end
    if (end >= this.bytes.length) {
      this.push(null)
    }
  }
}
