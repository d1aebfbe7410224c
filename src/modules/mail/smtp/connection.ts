/**
 * One of the connections that a pool may have: closed, being opened, open, or being ended politely.
 */
import type { Job } from "./queue"
import type { Opening, Session } from "./session"

export class Connection {
  opening: Opening | null = null
  session: Session | null = null
  /** Being ended politely: takes nothing more. */
  isLeaving = false
  /** A mail was taken over it since it was opened. */
  isProven = false
  /** To be sent when it is open anew. */
  again: Job | null = null
  private idleTimer: NodeJS.Timeout | null = null

  get isLive(): boolean {
    return this.session !== null && !this.isLeaving
  }

  get isClosed(): boolean {
    return !this.opening && !this.session
  }

  /** It has nothing to do. @param after - After so many milliseconds without a message `then` is called. */
  rest(after: number, then: () => void): void {
    if (this.idleTimer) {
      this.idleTimer.refresh()
    } else {
      this.idleTimer = setTimeout(then, after).unref()
    }
  }

  leave(): void {
    this.isLeaving = true
    this.session?.quit()
  }

  abort(): void {
    this.opening?.abort()
    this.session?.abort()
  }

  /** Its session is gone: it can be opened anew. */
  ended(): void {
    if (this.idleTimer) {
      clearTimeout(this.idleTimer)
      this.idleTimer = null
    }
    this.session = null
    this.isLeaving = false
    this.isProven = false
  }

  /** What it still has to send is given away. */
  takeAgain(): Job | null {
    const job = this.again
    this.again = null
    return job
  }
}
