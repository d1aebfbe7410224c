/**
 * A small message as the connection reads it: its dots are doubled beforehand and it is handed on in one piece. Nearly all mails are
 * small, and streams with their buffers and events cost the sending thread more than rendering did.
 *
 * The client library asks no more of a stream than what stands here: it pipes it into one of its own, from which all goes to the
 * socket. Into that one's readable side everything is pushed, so that the library neither copies it nor looks for dots again.
 */
import type { Readable } from "node:stream"

import { doubleDots } from "./double-dots"
import type { HowFar, MessageHooks } from "./message-stream"
import type { OutgoingMessage } from "./transport"

/**
 * As much as a stream hands on at once whether or not the server takes it. Larger ones go as `MessageStream`: one whose last byte
 * was not asked for is provably unsent.
 */
const LARGEST = 16 * 1024

export class WholeMessage implements HowFar {
  started = false
  finished = false
  private destroyed = false

  private constructor(
    private readonly bytes: Buffer,
    private readonly hooks: MessageHooks
  ) {}

  /** @returns null for what has to go as a stream: it is large, has files, or a line that does not end as lines of mail do. */
  static of(
    { bytes, files }: Pick<OutgoingMessage, "bytes" | "files">,
    hooks: MessageHooks
  ): WholeMessage | null {
    const doubled = files?.length || bytes.length > LARGEST ? null : doubleDots(bytes)
    return doubled && new WholeMessage(doubled, hooks)
  }

  /** Called when the server said yes to DATA. */
  pipe(out: Readable): void {
    this.started = true
    this.hooks.onProgress()
    this.hooks.beforeFirst(() => {
      if (!this.destroyed) {
        this.finished = true
        out.push(this.bytes)
        out.push(null)
        this.hooks.onProgress()
      }
    })
  }

  destroy(): void {
    this.destroyed = true
  }

  /** Nothing is read anywhere, so no error can come. */
  on(): this {
    return this
  }

  removeListener(): this {
    return this
  }
}
