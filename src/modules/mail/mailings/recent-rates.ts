/** How the mailings of the last days fared, all together: what mailbox providers judge a sender by. */
import { SENT } from "../quota/sent-counts"
import type { Database } from "../sql/database"
import { type Outcomes, type Rates, ratesOf } from "../words/rates"

/** So far back they look, about. */
const DAYS = 30

export interface RecentRates extends Rates {
  days: number
}

/** Of the mailings that began since then: some hundred small rows, whatever the number of mails. */
export async function recentRates(db: Database): Promise<RecentRates> {
  const [row] = await db.query<Outcomes>(
    `SELECT coalesce(sum(${SENT}), 0)::int AS sent, coalesce(sum(failed), 0)::int AS failed, ` +
      "coalesce(sum(bounced), 0)::int AS bounced, coalesce(sum(complained), 0)::int AS complained FROM mpmd_mailing m " +
      "WHERE started_at >= now() - make_interval(days => $1) AND deleted_at IS NULL",
    [DAYS]
  )
  return { days: DAYS, ...ratesOf(row!) }
}
