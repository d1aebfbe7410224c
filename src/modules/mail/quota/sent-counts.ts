/**
 * How many mails servers have taken. Almost every mail ends so, forty with each write: added at once to the mailing's row and to its
 * entry of the quota, a million would leave 25,000 versions of both, and as long as a snapshot is held open somewhere, PostgreSQL
 * passes all of them whenever it looks for these rows. So they are counted with the claim that they were taken by, until
 * deliveries/carry-over.ts adds whole claims to the mailing and to the quota. See docs/decisions/0013.
 *
 * Whoever reads how many are sent or pending asks {@link SENT} and {@link PENDING}, which are right at any moment; the columns alone
 * are some seconds behind.
 */
const NOT_CARRIED = "(SELECT coalesce(sum(s.mails), 0)::int FROM mpmd_sent_count s WHERE s.mailing_id = m.id)"

/** How many of a mailing `m` are sent, in SQL. */
export const SENT = `(m.sent + ${NOT_CARRIED})`

/** How many of a mailing `m` are pending, claimed or sending, in SQL. */
export const PENDING = `(m.pending - ${NOT_CARRIED})`

/** What of a month's places is used and not carried over yet: a relation of `mailing_id` and `mails`, in SQL. */
export function usedOf(month: string): string {
  return `(SELECT mailing_id, sum(mails) AS mails FROM mpmd_sent_count WHERE quota_month = ${month} GROUP BY 1)`
}

/** In place of a claim, of what was taken by its time and not with a range. */
const BY_ITSELF = 0

/**
 * A CTE that counts the mails of the relation `changed`, which has `mailing_id`, `claim` and `quota_month`. In one order, see
 * deliveries/locks.ts.
 */
export const COUNT_SENT =
  `tallied AS (INSERT INTO mpmd_sent_count (mailing_id, claim, quota_month, mails) SELECT mailing_id, coalesce(claim, ${BY_ITSELF}), ` +
  "coalesce(quota_month, ''), count(*) FROM changed WHERE mailing_id IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 " +
  "ON CONFLICT (mailing_id, claim, quota_month) DO UPDATE SET mails = mpmd_sent_count.mails + excluded.mails)"
