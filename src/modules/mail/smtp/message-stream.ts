/**
 * The message as the connection reads it. It exists because an SMTP client's error does not tell the phase:
 * a drop at MAIL, at DATA and after the final dot look the same. What has been read of this stream does.
 */
import { Readable } from "node:stream"

import { PIECE, piecesOf } from "./message-pieces"
import type { OutgoingMessage } from "./transport"

/** How far a message was handed on. */
export interface HowFar {
  /** The server said yes to DATA, and reading has begun. */
  readonly started: boolean
  /**
   * The end was handed on. The client writes the final dot only now, so before this the server cannot have
   * the whole message and must discard what it has (RFC 5321 4.1.1.4); after it nobody can know.
   */
  readonly finished: boolean
}

export interface MessageHooks {
  /** Calls back when a yes that came before its time has been noticed: only then is the first byte handed on. */
  beforeFirst(callback: () => void): void
  /** A piece was asked for, or the end was handed on. */
  onProgress(): void
}

export class MessageStream extends Readable implements HowFar {
  started = false
  private offset = 0
  private readonly bytes: Buffer
  /** Null where there are no files: then nothing has to be waited for. */
  private readonly pieces: AsyncGenerator<Buffer> | null

  constructor(
    { bytes, files = [] }: Pick<OutgoingMessage, "bytes" | "files">,
    private readonly hooks: MessageHooks
  ) {
    super({ emitClose: false })
    this.bytes = bytes
    this.pieces = files.length ? piecesOf(bytes, files) : null
    this.once("end", () => hooks.onProgress())
  }

  get finished(): boolean {
    return this.readableEnded
  }

  override _read(): void {
    this.hooks.onProgress()
    if (this.started) {
      return this.pushNext()
    }
    this.started = true
    this.hooks.beforeFirst(() => this.pushNext())
  }

  private pushNext(): void {
    if (this.destroyed) {
      return
    }
    return this.pieces ? void this.pushRead(this.pieces) : this.pushPiece()
  }

  private pushPiece(): void {
    const end = this.offset + PIECE
    if (this.offset < this.bytes.length) {
      this.push(this.bytes.length <= PIECE ? this.bytes : this.bytes.subarray(this.offset, end))
    }
    this.offset = end
    if (end >= this.bytes.length) {
      this.push(null)
    }
  }

  private async pushRead(pieces: AsyncGenerator<Buffer>): Promise<void> {
    try {
      const { value } = await pieces.next()
      if (!this.destroyed) {
        this.push(value ?? null)
      }
    } catch (error) {
      // The connection ends before the final dot, so nothing was delivered.
      this.destroy(error as Error)
    }
  }
}
