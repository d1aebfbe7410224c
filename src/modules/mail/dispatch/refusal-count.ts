/**
 * When to ask whether a mailing is above its limits: after some refusals that are on record. In memory and of this process
 * alone, so that it costs nothing by the mail; what decides are the counters in Postgres.
 */
import type { ClaimedDelivery } from "../deliveries/claim"

/** Refusals of one mailing between two looks. */
const EACH = 10
/** Mailings remembered; few are on their way at once. */
const MAILINGS = 50

export class RefusalCount {
  /** The mailing of each refused mail that is being recorded. */
  private readonly refused = new Map<string, string>()
  private readonly counts = new Map<string, number>()

  note({ id, mailing_id }: Pick<ClaimedDelivery, "id" | "mailing_id">): void {
    if (mailing_id) {
      this.refused.set(id, mailing_id)
    }
  }

  /** @returns the mailings to look at now. */
  recorded(ids: readonly string[]): string[] {
    const due: string[] = []
    for (const id of this.refused.size ? ids : []) {
      const mailing = this.refused.get(id)
      if (mailing && this.refused.delete(id) && this.isDue(mailing)) {
        due.push(mailing)
      }
    }
    return due
  }

  private isDue(mailing: string): boolean {
    const count = (this.counts.get(mailing) ?? 0) + 1
    this.counts.delete(mailing)
    this.counts.set(mailing, count % EACH)
    const [oldest] = this.counts.keys()
    if (this.counts.size > MAILINGS && oldest) {
      this.counts.delete(oldest)
    }
    return count === EACH
  }
}
