/**
 * Takes back what waits for a connection when its mailing is paused: marked as sending, but no server has heard of it.
 * Without it a refused sender would cost a small mailing all of its recipients before the pause is written.
 */

/** Mailings remembered; a mark waits for seconds at most. */
const MAILINGS = 50

export class Recall {
  private readonly stopped = new Map<string, number>()

  /** Nothing that was claimed until now is to be sent. */
  stop(mailingId: string): void {
    this.stopped.delete(mailingId)
    this.stopped.set(mailingId, performance.now())
    const [oldest] = this.stopped.keys()
    if (this.stopped.size > MAILINGS && oldest) {
      this.stopped.delete(oldest)
    }
  }

  /** @param claimedAt - by `performance.now()`: what is claimed after a pause was claimed because somebody resumed. */
  isWanted(mailingId: string | null, claimedAt: number): boolean {
    const stoppedAt = mailingId === null ? undefined : this.stopped.get(mailingId)
    return stoppedAt === undefined || stoppedAt < claimedAt
  }
}
