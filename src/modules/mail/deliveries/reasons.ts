/** Why mails of a mailing did not go the plain way, and how many for each reason. */
import type { Database } from "../sql/database"
import type { DeliveryState } from "../words"
import { EXCEPTIONS } from "./ledger-part"

export interface ReasonCount {
  state: DeliveryState
  /** Failure class or reason for skipping. */
  reason: string
  count: number
}

/** By state, the most frequent reason first. Walks the small index of what is not a plain success. */
export async function countReasons(db: Database, mailingId: string): Promise<ReasonCount[]> {
  return db.query<ReasonCount>(
    "SELECT state, reason, count(*)::int AS count FROM mpmd_delivery WHERE mailing_id = $1 AND reason IS NOT NULL " +
      "AND state = ANY($2) AND deleted_at IS NULL GROUP BY 1, 2 ORDER BY state, count DESC, reason",
    [mailingId, [...EXCEPTIONS]]
  )
}
