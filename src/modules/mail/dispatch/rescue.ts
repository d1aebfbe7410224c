/**
 * What becomes of deliveries whose holder died. Runs in every dispatcher and in the sweep job; any number of
 * runs at once do no harm, because each row is decided under its lease and attempt. Database time rules.
 */
import type { Database } from "../database"
import { type Change, transition } from "./transitions"

/** Rows handled by one statement: a crash leaves at most one claim per worker. */
const BATCH = 5_000
/** A row that was claimed this often without ever being sent brings its process down. */
const POISONOUS_CLAIMS = 10

interface Orphan {
  id: string
  attempt: number
  state: "claimed" | "sending"
  counted: boolean
  resends: number
  claims: number
}

/**
 * Releases dead claims, and gives up on dead sendings once nobody can bring a late 250 any more.
 *
 * @param longestSilence - milliseconds that an SMTP conversation may stay silent; a row in `sending` waits for
 *   lease and this, because its holder may be alive and only cut off from Postgres.
 * @param since - what the previous run returned: leases that ended before are decided already. While a long
 *   snapshot is open elsewhere, the index keeps an entry of every mail sent so far; this is what keeps each
 *   run from walking over all of them again.
 * @returns up to when leases are decided, for the next run; null to look at everything again.
 */
export async function rescue(db: Database, longestSilence: number, since: Date | null): Promise<Date | null> {
  const silence = longestSilence / 1000
  const orphans = await db.query<Orphan>(
    "SELECT id, attempt, state, mailing_id IS NOT NULL AND kind = 'member' AS counted, resends, " +
      "attempt - deferrals - resends AS claims FROM mpmd_delivery WHERE lease_until < now() " +
      "AND lease_until >= coalesce($3::timestamptz, '-infinity') " +
      "AND (state = 'claimed' OR (state = 'sending' AND lease_until < now() - make_interval(secs => $1))) " +
      "AND deleted_at IS NULL ORDER BY lease_until LIMIT $2",
    [silence, BATCH, since]
  )
  await decide(db, orphans)
  if (orphans.length === BATCH) {
    return since
  }
  // A sending row is decided only after the silence, so the next run must look that far back; and a minute
  // more, for leases that were written by a transaction which was still open.
  const [mark] = await db.query<{ until: Date }>(
    "SELECT now() - make_interval(secs => $1) - interval '1 minute' AS until",
    [silence]
  )
  return mark?.until ?? null
}

async function decide(db: Database, orphans: readonly Orphan[]): Promise<void> {
  const poisonous = (orphan: Orphan) => orphan.state === "claimed" && orphan.claims > POISONOUS_CLAIMS
  const lost = orphans.filter((orphan) => orphan.state === "sending")
  await transition(
    db,
    "release",
    orphans.filter((orphan) => orphan.state === "claimed" && !poisonous(orphan))
  )
  await transition(
    db,
    "spoil",
    orphans.filter(poisonous).map((orphan) => ({
      id: orphan.id,
      attempt: orphan.attempt,
      reason: "render",
      response: `Given up after ${POISONOUS_CLAIMS} claims that all ended with the death of the worker.`,
    }))
  )
  await transition(
    db,
    "lose",
    lost.map((orphan) => ({
      id: orphan.id,
      attempt: orphan.attempt,
      reason: "worker_lost",
      response: "The worker stopped while this mail was on a connection; no reply was recorded.",
    }))
  )
  await resendOnce(db, lost)
}

/**
 * Uncertain order and single mail is sent again once by itself, with the same Message-ID; uncertain member
 * mail is held for a person: nobody misses a newsletter, but a customer waits for a shipping notice.
 */
export async function resendOnce(
  db: Database,
  lost: readonly (Pick<Change, "id" | "attempt"> & { counted: boolean; resends: number })[]
): Promise<Set<string>> {
  return transition(
    db,
    "resend",
    lost
      .filter((delivery) => !delivery.counted && delivery.resends === 0)
      .map(({ id, attempt }) => ({ id, attempt, reason: "resent_once" }))
  )
}
