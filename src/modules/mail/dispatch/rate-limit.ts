/**
 * The rate limit: one for the whole installation, so its tokens live in Postgres and its clock is Postgres's.
 * Tokens are taken before the mark; a worker that dies with tokens in hand only makes sending a little slower.
 */
import type { Database } from "../sql/database"

/** Tokens kept at most, in seconds' worth: what may leave in one burst after a pause. */
const BURST_SECONDS = 0.1
const SHORTEST_WAIT = 20
const LONGEST_WAIT = 1_000

const TAKE = `
  UPDATE mpmd_rate r SET tokens = a.available - LEAST(floor(a.available), $3), refilled_at = a.at
    FROM (
      SELECT id, clock_timestamp() AS at,
             LEAST($2, tokens + $1 * GREATEST(0, extract(epoch FROM clock_timestamp() - refilled_at))) AS available
        FROM mpmd_rate WHERE id = 'rate' FOR UPDATE
    ) a
   WHERE r.id = a.id
  RETURNING LEAST(floor(a.available), $3)::int AS granted`

export class RateLimit {
  private readonly burst: number

  /** @param perSecond - mails per second for all workers together; null is unlimited. */
  constructor(
    private readonly db: Database,
    private readonly perSecond: number | null
  ) {
    this.burst = Math.max(1, (perSecond ?? 0) * BURST_SECONDS)
  }

  /**
   * Takes between one and `wanted` tokens, and waits for the first if there is none.
   *
   * @param stopped - asked while waiting; then 0 is returned.
   */
  async take(wanted: number, stopped: () => boolean): Promise<number> {
    if (this.perSecond === null) {
      return wanted
    }
    const untilFull = (this.burst / this.perSecond) * 1_000
    const wait = Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, untilFull / 2))
    while (!stopped()) {
      const [row] = await this.db.query<{ granted: number }>(TAKE, [this.perSecond, this.burst, wanted])
      if (row && row.granted > 0) {
        return row.granted
      }
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
    return 0
  }
}
