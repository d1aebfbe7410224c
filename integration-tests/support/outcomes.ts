/** What must be true after any fault: the ledger of a mailing held against what really arrived. */
import { leasedRows } from "../../src/modules/mail/deliveries/leases"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import type { Database } from "../../src/modules/mail/sql/database"
import { until } from "./engine"
import { type Counters, countersOf } from "./mailings"
import type { SinkLine } from "./smtp-sink"

/** Waits, through any outage, until nothing of the mailing is left to do. @throws Error with how far it came. */
export async function untilCompleted(db: Database, mailing: string, timeout: number): Promise<void> {
  const completed = async () => (await getMailing(db, mailing)).state === "completed"
  try {
    await until("the mailing is completed", () => completed().catch(() => false), timeout)
  } catch (error) {
    const [known] = await Promise.allSettled([getMailing(db, mailing)])
    throw new Error(`${String(error)}: ${JSON.stringify(known)}`, { cause: error })
  }
}

/** How many are sent, or what was last known while Postgres is away. */
export function sentCounter(db: Database, mailing: string): () => Promise<number> {
  let known = 0
  return async () => {
    known = await countersOf(db, mailing).then(
      ({ sent }) => sent,
      () => known
    )
    return known
  }
}

/** Those dispatchers that hold deliveries of the mailing at this moment. */
export async function holdersOf(db: Database, mailing: string): Promise<string[]> {
  const rows = await db.query<{ holder: string }>(
    "SELECT DISTINCT coalesce(l.holder, d.claimed_by) AS holder " +
      `FROM ${leasedRows("$1")} l JOIN mpmd_delivery d ON d.id = l.id`,
    [mailing]
  )
  return rows.map(({ holder }) => holder)
}

/** Waits until nothing of a mailing is left to claim. @returns everybody who was seen holding some of it. */
export async function holdersUntilSent(db: Database, mailing: string): Promise<Set<string>> {
  const holders = new Set<string>()
  const look = async () => {
    ;(await holdersOf(db, mailing)).forEach((holder) => holders.add(holder))
    return (await countersOf(db, mailing)).pending === 0
  }
  await until("all is sent", look, 120_000)
  return holders
}

/**
 * Every recipient has exactly one row and one outcome, no Message-ID arrived twice, whoever is on record as sent was
 * really reached, and nobody is missing but the uncertain.
 *
 * @returns the books, for what a story says of them further.
 */
export async function expectNothingLostOrTwice(
  db: Database,
  mailing: string,
  mails: readonly SinkLine[]
): Promise<Counters> {
  const books = await countersOf(db, mailing)
  const seen = new Set<string | null>()
  const twice = mails.filter(({ messageId }) => seen.size === seen.add(messageId).size)
  expect(twice).toEqual([])
  const [rows] = await db.query<{ rows: number; addresses: number }>(
    "SELECT count(*)::int AS rows, count(DISTINCT address)::int AS addresses FROM mpmd_delivery WHERE mailing_id = $1",
    [mailing]
  )
  expect(rows).toEqual({ rows: books.total, addresses: books.total })
  expect(books.sent + books.uncertain).toBe(books.total)
  expect(books).toMatchObject({ pending: 0, deferred: 0, failed: 0, skipped: 0, reserved: 0 })
  const missing = await db.query<{ id: string; state: string }>(
    "SELECT id, state FROM mpmd_delivery WHERE mailing_id = $1 AND NOT id = ANY($2) AND state <> 'uncertain'",
    [mailing, mails.map((mail) => mail.deliveryId)]
  )
  expect(missing).toEqual([])
  return books
}
