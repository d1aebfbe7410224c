/** A limit by sender, per process: it keeps a flood off the database, and needs none itself. */

const MINUTE = 60_000
/** Senders remembered; a client that brings more addresses than this in a minute starts the count anew. */
const MOST_SENDERS = 50_000

export interface RateLimit {
  /** @returns whether a sender may make one more request in this minute. */
  take(sender: string): boolean
  /** That one does not count after all. */
  giveBack(sender: string): void
}

export function createRateLimit(perMinute: number, now: () => number = Date.now): RateLimit {
  let counts = new Map<string, number>()
  let end = 0
  return {
    take(sender) {
      if (now() >= end || counts.size >= MOST_SENDERS) {
        counts = new Map()
        end = now() + MINUTE
      }
      const count = (counts.get(sender) ?? 0) + 1
      counts.set(sender, count)
      return count <= perMinute
    },
    giveBack(sender) {
      counts.set(sender, Math.max(0, (counts.get(sender) ?? 0) - 1))
    },
  }
}
