/**
 * Outcomes in batches: a lone one is written after a moment, and under load whatever came in while the previous batch was
 * being written makes the next one.
 *
 * An outcome that cannot be written is kept and tried again: until it is on record the mail counts as in doubt. What
 * Postgres refuses to write holds up nobody else's outcome, and is written without the server's words if they are to blame.
 */
import { transition } from "../deliveries/change-state"
import type { TransitionName } from "../deliveries/transitions"
import { loseSight } from "../deliveries/uncertain"
import { type Database, refusalOf } from "../sql/database"
import type { Verdict } from "./verdict"
import { WakeSignal } from "./wake-signal"

/**
 * A batch is written when so many outcomes wait, or after so many milliseconds: a statement and its commit cost Postgres about as
 * much for forty mails as for five.
 */
const ENOUGH = 40
const REST = 20
const RETRY_PAUSE = 1_000

export interface RecorderHooks {
  /** These ids are on record now, in whatever way. */
  onRecorded(ids: string[]): void
  onError(error: unknown): void
}

export class Recorder {
  private waiting: Verdict[] = []
  private running: Promise<void> | null = null
  private readonly enough = new WakeSignal()

  constructor(
    private readonly db: Database,
    private readonly hooks: RecorderHooks
  ) {}

  /** Takes an outcome; returns at once. */
  add(verdict: Verdict): void {
    this.waiting.push(verdict)
    if (this.waiting.length === ENOUGH) {
      this.enough.give()
    }
    this.running ??= this.run()
  }

  private async run(): Promise<void> {
    try {
      while (this.waiting.length) {
        await this.enough.wait(REST)
        const batch = this.waiting.splice(0)
        await this.write(batch)
      }
    } finally {
      this.running = null
    }
  }

  /** Together; those that Postgres refuses together, each by itself. */
  private async write(batch: Verdict[]): Promise<void> {
    if (!(await this.tryToWrite(batch))) {
      return
    }
    for (const verdict of batch) {
      const refusal = await this.tryToWrite([verdict])
      if (refusal && (await this.tryToWrite([withoutWords(verdict, refusal)]))) {
        // Nothing of it can be written. Its mail stays in doubt, so this is said again and again.
        setTimeout(() => this.add(verdict), RETRY_PAUSE)
      }
    }
  }

  /** Tries until Postgres has given an answer. @returns the SQLSTATE of its refusal; null if it is written. */
  private async tryToWrite(batch: Verdict[]): Promise<string | null> {
    for (;;) {
      try {
        await record(this.db, batch)
        this.hooks.onRecorded(batch.map((verdict) => verdict.change.id))
        return null
      } catch (error) {
        this.hooks.onError(error)
        const refusal = refusalOf(error)
        if (refusal) {
          return refusal
        }
        await pause(RETRY_PAUSE)
      }
    }
  }
}

function withoutWords(verdict: Verdict, refusal: string): Verdict {
  const { id, attempt, claim, reason, delay, deferrals } = verdict.change
  const response = `What the mail server said could not be kept (${refusal}).`
  return { ...verdict, change: { id, attempt, claim, reason, delay, deferrals, response } }
}

/**
 * Writes a batch of verdicts, each transition in a statement of its own. No transaction around all of them: writes are
 * fenced and can be repeated, and mailings' rows would stay locked from one statement to the next.
 */
async function record(db: Database, batch: readonly Verdict[]): Promise<void> {
  const changesOf = (name: TransitionName) =>
    batch.filter((verdict) => verdict.transition === name).map((verdict) => verdict.change)
  await loseSight(db, changesOf("lose"))
  for (const name of ["accept", "defer", "reject", "withdraw"] satisfies TransitionName[]) {
    const changes = changesOf(name)
    const changed = await transition(db, name, changes)
    if (name === "accept" && changed.size < changes.length) {
      // The row was given up meanwhile; the late 250 of the same attempt settles the doubt.
      await transition(
        db,
        "confirm",
        changes.filter((change) => !changed.has(change.id))
      )
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
