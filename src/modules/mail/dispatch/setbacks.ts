/**
 * Remembers what was tried in vain and when it may be tried again, with growing pauses: so one mailing whose audience
 * cannot be frozen keeps no other one waiting.
 */

const FIRST_PAUSE = 1_000
const LONGEST_PAUSE = 60_000

export class Setbacks {
  private readonly known = new Map<string, { pause: number; until: number }>()

  /** @param now - milliseconds of a clock that never jumps. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  mayTry(id: string): boolean {
    return this.now() >= (this.known.get(id)?.until ?? 0)
  }

  add(id: string): void {
    const before = this.known.get(id)
    const pause = before ? Math.min(before.pause * 2, LONGEST_PAUSE) : FIRST_PAUSE
    this.known.set(id, { pause, until: this.now() + pause })
  }

  /** Forgets all but these: whatever became of the others, they wait no more. */
  forget(butNot: readonly string[]): void {
    for (const id of this.known.keys()) {
      if (!butNot.includes(id)) {
        this.known.delete(id)
      }
    }
  }
}
