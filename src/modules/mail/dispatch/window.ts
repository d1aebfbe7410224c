/**
 * The window of doubt: mails that are marked and whose outcome is not yet on record. After `kill -9` these and
 * only these are uncertain, so their number is the promise: at most the open connections and one marked group.
 */
import { Bell } from "./bell"

/** Mails marked in one go. Larger groups cost less per mail; each adds to what a crash leaves in doubt. */
export const MARK_GROUP = 100

export class DoubtWindow {
  private readonly inDoubt = new Set<string>()
  private readonly changed = new Bell()

  /** @param connections - how many mails can be on the way at once. */
  constructor(private readonly connections: number) {}

  get size(): number {
    return this.inDoubt.size
  }

  has(id: string): boolean {
    return this.inDoubt.has(id)
  }

  /** Resolves when a whole group may be marked. */
  async room(): Promise<void> {
    while (this.inDoubt.size > this.connections) {
      await this.changed.wait(1_000)
    }
  }

  enter(ids: Iterable<string>): void {
    for (const id of ids) {
      this.inDoubt.add(id)
    }
  }

  leave(ids: Iterable<string>): void {
    for (const id of ids) {
      this.inDoubt.delete(id)
    }
    this.changed.ring()
  }

  /** Resolves when nothing is in doubt, or after `milliseconds`. */
  async empty(milliseconds: number): Promise<void> {
    const end = performance.now() + milliseconds
    while (this.inDoubt.size && performance.now() < end) {
      await this.changed.wait(end - performance.now())
    }
  }
}
