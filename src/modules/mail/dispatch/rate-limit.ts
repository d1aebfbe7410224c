/**
 * The rate limit: one for the whole installation, so its tokens live in Postgres and its clock is Postgres's.
 * Tokens are taken before the mark; a worker that dies with tokens in hand only makes sending a little slower.
 *
 * Besides what the store set there is what the server let us know: each "slow down" halves the speed, and it grows again
 * by as much in each half minute, until it is forgotten. Each transport has a row of its own.
 */
import type { Database } from "../sql/database"

/** Tokens kept at most, in seconds' worth: what may leave in one burst after a pause. */
const BURST_SECONDS = 0.1
const SHORTEST_WAIT = 20
const LONGEST_WAIT = 1_000

/** Refusals of one burst are one piece of news. */
const ONE_BURST = "3 seconds"
const FORGOTTEN = "10 minutes"
/** Seconds. */
const DOUBLED_AFTER = 30
/** Mails per second: a server that takes less is one that is away. */
const SLOWEST = 0.1

const LEARNED = `CASE WHEN slowed_at > clock_timestamp() - interval '${FORGOTTEN}'
  THEN slowed_to * (1 + extract(epoch FROM clock_timestamp() - slowed_at) / ${DOUBLED_AFTER}) END`

const TAKE = `
  UPDATE mpmd_rate r SET tokens = b.available - LEAST(floor(b.available), $2), refilled_at = b.at
    FROM (
      SELECT id, at, rate,
             LEAST(GREATEST(1, rate * ${BURST_SECONDS}),
                   tokens + rate * GREATEST(0, extract(epoch FROM at - refilled_at))) AS available
        FROM (
          SELECT id, tokens, refilled_at, clock_timestamp() AS at, LEAST($1, ${LEARNED}) AS rate
            FROM mpmd_rate WHERE id = $3 FOR UPDATE
        ) a
    ) b
   WHERE r.id = b.id AND b.rate IS NOT NULL
  RETURNING LEAST(floor(b.available), $2)::int AS granted, b.rate::float8 AS rate`

const SLOW_DOWN = `
  UPDATE mpmd_rate
     SET slowed_to = GREATEST(${SLOWEST}, LEAST($1, ${LEARNED}) / 2), slowed_at = clock_timestamp(),
         tokens = 0, refilled_at = clock_timestamp()
   WHERE id = $2 AND (slowed_at IS NULL OR slowed_at < clock_timestamp() - interval '${ONE_BURST}')
  RETURNING slowed_to::float8 AS rate`

const ADD = "INSERT INTO mpmd_rate (id, tokens, refilled_at) VALUES ($1, 0, now()) ON CONFLICT DO NOTHING"

export class RateLimit {
  private readonly id: string
  /** The migrations make that of the store's own transport. No more once it was not found: tables can be dropped and made anew. */
  private hasRow: boolean
  /** Whether Postgres is asked: always with a rate that was set, else while the server wants it slower. */
  private applies = true

  /**
   * @param perSecond - mails per second for all workers together; null is unlimited.
   * @param transport - null is the one of the whole store.
   */
  constructor(
    private readonly db: Database,
    private readonly perSecond: number | null,
    transport: string | null = null
  ) {
    this.id = transport === null ? "rate" : `rate@${transport}`
    this.hasRow = transport === null
  }

  /**
   * Takes between one and `wanted` tokens, and waits for the first if there is none.
   *
   * @param stopped - asked while waiting; then 0 is returned.
   */
  async take(wanted: number, stopped: () => boolean): Promise<number> {
    while (this.applies && !stopped()) {
      await this.makeRow()
      const values = [this.perSecond, wanted, this.id]
      const [row] = await this.db.query<{ granted: number; rate: number }>(TAKE, values)
      this.hasRow = row !== undefined
      this.applies = row !== undefined || this.perSecond !== null
      if (row && row.granted > 0) {
        return row.granted
      }
      if (this.applies) {
        await new Promise((resolve) => setTimeout(resolve, waitAt(row?.rate ?? 1)))
      }
    }
    return this.applies ? 0 : wanted
  }

  /**
   * The server wants it slower.
   *
   * @param pace - mails per second until now.
   * @returns the new speed in mails per second; null if that was said a moment ago.
   */
  async slowDown(pace: number): Promise<number | null> {
    const before = this.perSecond === null ? pace : Math.min(pace, this.perSecond)
    await this.makeRow()
    const [row] = await this.db.query<{ rate: number }>(SLOW_DOWN, [Math.max(before, 1), this.id])
    this.hasRow = row !== undefined
    this.applies = true
    return row?.rate ?? null
  }

  private async makeRow(): Promise<void> {
    if (!this.hasRow) {
      await this.db.query(ADD, [this.id])
      this.hasRow = true
    }
  }
}

/** Half of what fills the bucket. Milliseconds. */
function waitAt(rate: number): number {
  const untilFull = (Math.max(1, rate * BURST_SECONDS) / rate) * 1_000
  return Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, untilFull / 2))
}
