/**
 * What keeps a transport that fails after each hand-over from leaving a whole mailing in doubt: after some in a row it rests, for
 * longer and longer, and then one mail goes before the others.
 */
import type { SendOutcome } from "../smtp/transport"

/** So many in a row are no accident of one mail. */
const IN_A_ROW = 3
const FIRST_REST = 1_000
const LONGEST_REST = 60_000

export class Doubts {
  private inARow = 0
  private rest = 0
  private restUntil = -Infinity
  private lastWords = ""
  private before: Promise<unknown> = Promise.resolve()

  /** @param now - milliseconds of a clock that never jumps. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** At once; while everything is in doubt one after the other, so that the next hears what became of the one before. */
  inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
    if (this.inARow < IN_A_ROW) {
      return run()
    }
    const turn = this.before.then(run)
    this.before = turn.catch(() => undefined)
    return turn
  }

  /** Why nothing may be handed over now; null if it may. */
  get reason(): string | null {
    return this.inARow >= IN_A_ROW && this.now() < this.restUntil
      ? `The last ${this.inARow} mails are in doubt. ${this.lastWords}`
      : null
  }

  note(outcome: SendOutcome): void {
    if (outcome.kind === "uncertain") {
      this.inARow += 1
      this.lastWords = outcome.message
      if (this.inARow >= IN_A_ROW && this.now() >= this.restUntil) {
        this.rest = Math.min(this.rest * 2 || FIRST_REST, LONGEST_REST)
        this.restUntil = this.now() + this.rest
      }
    } else if (outcome.kind === "accepted" || outcome.kind === "rejected") {
      this.inARow = 0
      this.rest = 0
    }
  }
}
