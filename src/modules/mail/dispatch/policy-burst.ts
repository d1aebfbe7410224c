/**
 * Notices that receivers have turned against a mailing: one refusal for reasons of policy or reputation says little,
 * many in a short time say that going on would ruin the sender's name.
 */
import { CONSEQUENCES, FAILURE_CLASSES } from "../failures/classes"
import type { Verdict } from "./verdict"

/** Outcomes of a mailing that are looked at together. */
const OUTCOMES = 20
const WINDOW = 60_000
/** Mailings remembered; few are on their way at once. */
const MAILINGS = 50

interface Outcome {
  at: number
  refused: boolean
}

export class PolicyBurst {
  private readonly outcomes = new Map<string, Outcome[]>()

  /** @param now - milliseconds of a clock that never jumps. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @returns why the mailing should pause, in the server's words; undefined if it may go on. */
  note(mailingId: string, { change }: Verdict): string | undefined {
    const recent = this.outcomes.get(mailingId) ?? []
    recent.push({ at: this.now(), refused: countsTowardsBurst(change.reason) })
    if (recent.length > OUTCOMES) {
      recent.shift()
    }
    this.keep(mailingId, recent)
    const refused = recent.filter((outcome) => outcome.refused).length
    const quick = recent.length === OUTCOMES && this.now() - recent[0]!.at <= WINDOW
    if (!quick || refused <= OUTCOMES / 2 || !recent.at(-1)!.refused) {
      return undefined
    }
    // Whoever resumes gets a new count.
    this.outcomes.delete(mailingId)
    return `${refused} of the last ${OUTCOMES} mails were refused for reasons of policy: ${change.response ?? ""}`
  }

  private keep(mailingId: string, recent: Outcome[]): void {
    this.outcomes.set(mailingId, recent)
    const [oldest] = this.outcomes.keys()
    if (this.outcomes.size > MAILINGS && oldest) {
      this.outcomes.delete(oldest)
    }
  }
}

function countsTowardsBurst(reason: string | null | undefined): boolean {
  const failure = FAILURE_CLASSES.find((candidate) => candidate === reason)
  return failure !== undefined && CONSEQUENCES[failure].pauses === "burst"
}
