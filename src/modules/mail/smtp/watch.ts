/**
 * Watches one connection for a server that never comes to an end. The socket's own timer asks only for silence: one
 * letter now and then would keep a connection, and the mail on it, for as long as the server likes.
 */
import type { WaryConnection } from "./wary-connection"

/** Bytes that a server may say before something comes of it; the client library takes one reply of up to a megabyte. */
const MOST_HEARD = 4 * 1024 * 1024
/** How often it looks. Milliseconds. */
const LOOK = 500

export class Watch {
  private readonly timer: NodeJS.Timeout
  /** By `performance.now()`; null while nothing is waited for. */
  private since: number | null = null
  private heardBefore = 0
  /** For what is waited for now. */
  private within: number

  /**
   * @param patience - Milliseconds that one answer may take altogether.
   * @param onEnough - Told why the connection is not worth keeping.
   */
  constructor(
    private readonly connection: WaryConnection,
    private readonly patience: number,
    private readonly onEnough: (why: string) => void
  ) {
    this.within = patience
    this.timer = setInterval(() => this.look(), Math.min(LOOK, patience / 2)).unref()
  }

  /**
   * An answer is waited for, from now on or anew: something has come on.
   *
   * @param within - Where it has less time than others. Milliseconds.
   */
  expect(within = this.patience): void {
    this.within = within
    this.since = performance.now()
    this.heardBefore = this.connection.heard
  }

  /** Nothing is waited for. */
  rest(): void {
    this.since = null
  }

  stop(): void {
    clearInterval(this.timer)
  }

  private look(): void {
    if (this.connection.heard - this.heardBefore > MOST_HEARD) {
      this.onEnough("The server says more than any answer can be")
    } else if (this.since !== null && performance.now() - this.since > this.within) {
      const said = this.connection.heard > this.heardBefore
      this.onEnough(
        said
          ? `The server did not come to the end of an answer within ${this.within} ms`
          : `No answer came within ${this.within} ms`
      )
    }
  }
}
