/**
 * Outcomes in batches: whatever came in while the previous batch was being written makes the next one. So the
 * batch grows with the load by itself, and a lone outcome is written at once.
 *
 * An outcome that cannot be written is kept and tried again: until it is on record the mail counts as in doubt.
 */
import type { Database } from "../database"
import { transition, type TransitionName } from "./transitions"
import type { Verdict } from "./verdict"

/** Rests between two batches, so that a fast server does not make a batch of every mail. Milliseconds. */
const REST = 2
const RETRY_PAUSE = 1_000

export interface RecorderHooks {
  /** These ids are on record now, in whatever way. */
  onRecorded(ids: string[]): void
  onError(error: unknown): void
}

export class Recorder {
  private waiting: Verdict[] = []
  private running: Promise<void> | null = null

  constructor(
    private readonly db: Database,
    private readonly hooks: RecorderHooks
  ) {}

  /** Takes an outcome; returns at once. */
  add(verdict: Verdict): void {
    this.waiting.push(verdict)
    this.running ??= this.run()
  }

  /** Resolves when everything handed over so far is on record. */
  async drained(): Promise<void> {
    while (this.running) {
      await this.running
    }
  }

  private async run(): Promise<void> {
    try {
      while (this.waiting.length) {
        await pause(REST)
        const batch = this.waiting.splice(0)
        await this.write(batch)
      }
    } finally {
      this.running = null
    }
  }

  private async write(batch: Verdict[]): Promise<void> {
    for (;;) {
      try {
        await record(this.db, batch)
        this.hooks.onRecorded(batch.map((verdict) => verdict.change.id))
        return
      } catch (error) {
        this.hooks.onError(error)
        await pause(RETRY_PAUSE)
      }
    }
  }
}

/**
 * Writes a batch of verdicts, each transition in a statement of its own. No transaction around them: writes are
 * fenced and can be repeated, and mailings' rows would stay locked from one statement to the next.
 */
async function record(db: Database, batch: readonly Verdict[]): Promise<void> {
  for (const name of ["accept", "defer", "reject", "lose"] satisfies TransitionName[]) {
    const changes = batch.filter((verdict) => verdict.transition === name).map((verdict) => verdict.change)
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
