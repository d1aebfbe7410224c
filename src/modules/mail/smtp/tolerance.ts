/**
 * Whether the server bears mails that are announced with the end of another (conversation.ts), as far as it let us know. By
 * RFC 2920 one that offers PIPELINING must; some mind it all the same, in words, by silence, or by leaving.
 */
import type { SendOutcome } from "./transport"

/** So many in a row that were lost by it, each to be sent anew, show that it does not. One alone may have met the end of a connection. */
const MOST_LOST = 3

export class Tolerance {
  private lost = 0

  get isGiven(): boolean {
    return this.lost < MOST_LOST
  }

  /** It said so, or said nothing more. */
  end(): void {
    this.lost = MOST_LOST
  }

  /** The connection ended without a word to one that was announced so. */
  lose(): void {
    this.lost += 1
  }

  /** What became of one that was. */
  see({ kind }: SendOutcome): void {
    if (kind === "accepted" && this.isGiven) {
      this.lost = 0
    }
  }
}
