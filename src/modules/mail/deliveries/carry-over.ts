/** Adds what was counted as sent (quota/sent-counts.ts) to the counters of mailings and to the quota. */
import type { Database } from "../sql/database"
import { effectsOf } from "./effects"
import { TRANSITIONS } from "./transitions"

/** What somebody counts or carries over just now is left to them. */
function carrying(which: string): string {
  const effects = effectsOf(TRANSITIONS.accept, { relation: "taken", number: "sum(mails)" })
  return (
    "WITH taken AS (DELETE FROM mpmd_sent_count WHERE (mailing_id, claim, quota_month) IN " +
    `(SELECT mailing_id, claim, quota_month FROM mpmd_sent_count s WHERE ${which} FOR UPDATE SKIP LOCKED) ` +
    `RETURNING mailing_id, quota_month, mails), ${effects.join(", ")} SELECT FROM taken LIMIT 1`
  )
}

const OF_ENDED_CLAIMS = carrying("NOT EXISTS (SELECT FROM mpmd_claim c WHERE c.id = s.claim)")
const OF_MAILING = carrying("s.mailing_id = $1")

/**
 * Right at any moment, and any number of runs at once do no harm.
 *
 * @param mailingId - all that is counted of this mailing; without it, what was counted with claims that have ended.
 */
export async function carryOver(db: Database, mailingId?: string): Promise<void> {
  await (mailingId ? db.query(OF_MAILING, [mailingId]) : db.query(OF_ENDED_CLAIMS))
}
