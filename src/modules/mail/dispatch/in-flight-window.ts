/**
 * The window of doubt: mails that are marked and whose outcome is not yet on record. After `kill -9` these and
 * only these are uncertain, so their number is the promise: at most the open connections and one marked group.
 */
import type { Transport } from "../smtp/transport"
import { Pace } from "./pace"
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
/**
 * A group where the server lets fewer through than there could be connections: what leaves in so many seconds, long enough for
 * a mark and a record, and never less than this. A whole group behind three connections would be in doubt for nothing.
 */
const BRIDGED = 0.1
const SMALLEST_GROUP = 20
/** How often one who waits for room looks whether it is to stop. Milliseconds. */
const LOOK_UP = 200

export class InFlightWindow {
  private readonly inDoubt = new Set<string>()
  private readonly changed = new WakeSignal()

  /** @param pace - Of what leaves the window. */
  constructor(
    private readonly transport: Pick<Transport, "capacity" | "bearing">,
    private readonly pace = new Pace()
  ) {}

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
    for (;;) {
      const { limit, least, most } = this.bounds()
      const room = limit - this.inDoubt.size
      if (room >= Math.min(wanted, least)) {
        return Math.min(wanted, most, room)
      }
      if (stopped()) {
        return 0
      }
      await this.changed.wait(LOOK_UP)
    }
  }

  private bounds(): { limit: number; least: number; most: number } {
    const { capacity, bearing = { allowed: capacity, borne: capacity } } = this.transport
    const group = bearing.borne < capacity ? this.fewAtOnce() : MARKED_AT_ONCE
    const share = group / MARKED_AT_ONCE
    return {
      limit: bearing.allowed + group,
      least: Math.round(LEAST_MARK * share),
      // For the first mails all connections wait at once.
      most: Math.min(MOST_MARK, Math.max(Math.round(MOST_MARK * share), bearing.allowed)),
    }
  }

  private fewAtOnce(): number {
    const bridged = Math.round(this.pace.perSecond * BRIDGED)
    return Math.min(Math.max(bridged, SMALLEST_GROUP), MARKED_AT_ONCE)
  }

  enter(ids: Iterable<string>): void {
    for (const id of ids) {
      this.inDoubt.add(id)
    }
  }

  leave(ids: Iterable<string>): void {
    for (const id of ids) {
      if (this.inDoubt.delete(id)) {
        this.pace.accepted()
      }
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
