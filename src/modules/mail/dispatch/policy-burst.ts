/**
 * Notices that receivers have turned against a mailing: one refusal for reasons of policy or reputation says little,
 * many in a short time say that going on would ruin the sender's name.
 */

/** Outcomes of a mailing that are looked at together. */
const OUTCOMES = 20
const WINDOW = 60_000

interface Outcome {
  at: number
  refused: boolean
}

export class PolicyBurst {
  private readonly recent: Outcome[] = []

  /** @param now - milliseconds of a clock that never jumps. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /**
   * @param refused - For reasons of policy.
   * @returns whether more than half of the latest mails were.
   */
  note(refused: boolean): boolean {
    this.recent.push({ at: this.now(), refused })
    if (this.recent.length > OUTCOMES) {
      this.recent.shift()
    }
    const quick = this.recent.length === OUTCOMES && this.now() - this.recent[0]!.at <= WINDOW
    return refused && quick && this.recent.filter((outcome) => outcome.refused).length > OUTCOMES / 2
  }
}
