/**
 * The window of doubt: mails that are marked and whose outcome is not yet on record. After `kill -9` these and
 * only these are uncertain, so their number is the promise: at most the open connections and one marked group.
 */
import { WakeSignal } from "./wake-signal"

/** One marked group: what may be in doubt besides the mails on open connections. */
export const MARKED_AT_ONCE = 100
/**
 * A mark takes whatever room there is, within these bounds: small marks follow each other while the mails before
 * them are sent and recorded, so that connections never wait for Postgres. Smaller ones would cost a statement
 * for a few mails, larger ones would be composed in one go while every reply waits.
 */
const LEAST_MARK = 20
const MOST_MARK = 40
/** How often one who waits for room looks whether it is to stop. Milliseconds. */
const LOOK_UP = 200

export class InFlightWindow {
  private readonly inDoubt = new Set<string>()
  private readonly changed = new WakeSignal()
  private readonly limit: number

  /** @param connections - how many mails can be on the way at once. */
  constructor(connections: number) {
    this.limit = connections + MARKED_AT_ONCE
  }

  get size(): number {
    return this.inDoubt.size
  }

  has(id: string): boolean {
    return this.inDoubt.has(id)
  }

  /**
   * Resolves when a mark is worth its while.
   *
   * @param wanted - how many are waiting to be marked.
   * @param stopped - asked while waiting; then 0 is returned.
   * @returns how many of them may be marked now.
   */
  async room(wanted: number, stopped: () => boolean): Promise<number> {
    const least = Math.min(wanted, LEAST_MARK)
    while (this.limit - this.inDoubt.size < least) {
      if (stopped()) {
        return 0
      }
      await this.changed.wait(LOOK_UP)
    }
    return Math.min(wanted, MOST_MARK, this.limit - this.inDoubt.size)
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
    this.changed.give()
  }

  /** Resolves when nothing is in doubt, or after `milliseconds`. */
  async empty(milliseconds: number): Promise<void> {
    const end = performance.now() + milliseconds
    while (this.inDoubt.size && performance.now() < end) {
      await this.changed.wait(end - performance.now())
    }
  }
}
