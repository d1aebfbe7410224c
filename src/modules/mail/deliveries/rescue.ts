/**
 * What becomes of deliveries whose holder died. Every dispatcher looks for them; any number of
 * runs at once do no harm, because each row is decided under its lease and attempt. Database time rules.
 */
import type { Database } from "../sql/database"
import { transition } from "./change-state"
import { endDeadClaims, leasedRows, sweepClaims } from "./leases"
import { loseSight } from "./uncertain"

/** Rows handled by one transaction: a crash leaves at most one claim per worker. */
const BATCH = 5_000
/** A mail over which so many workers died, one after the other, is what they die of. */
const DEADLY = 10

interface Orphan {
  id: string
  attempt: number
  state: "claimed" | "sending"
  worker_deaths: number
}

/**
 * What somebody is writing just now is left out: it is not orphaned, see locks.ts. Looked at as it is after it is locked: a
 * lease in the row itself may have been prolonged meanwhile.
 */
const ORPHANS =
  "WITH dead AS MATERIALIZED (SELECT id, attempt, state FROM " +
  `${leasedRows()} l WHERE lease_until < now() AND holder IS NULL ` +
  "AND (state = 'claimed' OR lease_until < now() - make_interval(secs => $1)) ORDER BY lease_until LIMIT $2) " +
  "SELECT d.id, l.attempt, l.state, d.worker_deaths FROM mpmd_delivery d JOIN dead l ON l.id = d.id " +
  "WHERE d.id = ANY(ARRAY(SELECT id FROM dead)) AND coalesce(d.lease_until < now(), d.state = 'pending') FOR NO KEY UPDATE OF d SKIP LOCKED"

/**
 * Releases dead claims, and gives up on dead sendings once nobody can bring a late 250 any more.
 *
 * @param longestSilence - milliseconds that an SMTP conversation may stay silent; a row in `sending` waits for
 *   lease and this, because its holder may be alive and only cut off from Postgres.
 * @returns whether there may be more to do at once.
 */
export async function rescue(db: Database, longestSilence: number): Promise<boolean> {
  const found = await db.transaction(async (tx) => {
    await endDeadClaims(tx)
    const orphans = await tx.query<Orphan>(ORPHANS, [longestSilence / 1000, BATCH])
    await decide(tx, orphans)
    return orphans.length
  })
  await sweepClaims(db)
  return found === BATCH
}

async function decide(tx: Database, orphans: readonly Orphan[]): Promise<void> {
  const claimed = orphans.filter((orphan) => orphan.state === "claimed")
  const isDeadly = (orphan: Orphan) => orphan.worker_deaths + 1 >= DEADLY
  await transition(
    tx,
    "orphan",
    claimed
      .filter((orphan) => !isDeadly(orphan))
      .map(({ id, attempt, worker_deaths }) => ({ id, attempt, delay: apart(worker_deaths) }))
  )
  await transition(
    tx,
    "spoil",
    claimed.filter(isDeadly).map(({ id, attempt }) => ({
      id,
      attempt,
      reason: "render",
      response: `Given up after ${DEADLY} claims in a row that all ended with the death of the worker.`,
    }))
  )
  await loseSight(
    tx,
    orphans
      .filter((orphan) => orphan.state === "sending")
      .map(({ id, attempt }) => ({
        id,
        attempt,
        reason: "worker_lost",
        response: "The worker stopped while this mail was on a connection; no reply was recorded.",
      }))
  )
}

/**
 * Seconds. After a single death everything goes on at once. Those that died together more often come back at moments of
 * their own, further and further apart: so the one that they died of is soon alone, and the others are sent.
 */
function apart(deaths: number): number {
  return deaths ? Math.random() * 2 ** deaths : 0
}
