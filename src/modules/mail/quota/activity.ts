/**
 * What was sent on each day of a month. Mails of mailings come from the mailings' own counters and count on the day
 * on which sending began: a thousand small rows are read instead of the million deliveries behind them.
 */
import type { Database } from "../sql/database"
import { SENT } from "./sent-counts"

export interface ActivityDay {
  /** `2026-11-25`, in the store's time zone. */
  day: string
  /** Mails of member mailings. */
  member: number
  /** Mails of order mailings. */
  order: number
  /** Single mail: automatic mail, and what other code asked for. */
  single: number
}

export interface Activity {
  /** `2026-11` */
  month: string
  /** Every day of the month, also those that are still to come. */
  days: ActivityDay[]
}

const ACTIVITY = `
  WITH month AS (
    SELECT ($1 || '-01')::timestamp AS first, ($1 || '-01')::timestamp + interval '1 month' AS after),
  sent AS (
    SELECT (m.started_at AT TIME ZONE $2)::date AS day, m.kind, sum(${SENT})::int AS mails
      FROM mpmd_mailing m, month
     WHERE m.started_at >= month.first AT TIME ZONE $2 AND m.started_at < month.after AT TIME ZONE $2
       AND ${SENT} > 0 AND m.deleted_at IS NULL
     GROUP BY 1, 2
    UNION ALL
    SELECT (d.outside_sent_at AT TIME ZONE $2)::date, 'single', count(*)::int
      FROM mpmd_delivery d, month
     WHERE d.kind = 'single' AND d.deleted_at IS NULL
       AND d.outside_sent_at >= month.first AT TIME ZONE $2 AND d.outside_sent_at < month.after AT TIME ZONE $2
     GROUP BY 1)
  SELECT to_char(days.day, 'YYYY-MM-DD') AS day,
         coalesce(sum(mails) FILTER (WHERE kind = 'member'), 0)::int AS member,
         coalesce(sum(mails) FILTER (WHERE kind = 'order'), 0)::int AS "order",
         coalesce(sum(mails) FILTER (WHERE kind = 'single'), 0)::int AS single
    FROM month, generate_series(month.first, month.after - interval '1 day', interval '1 day') AS days(day)
    LEFT JOIN sent ON sent.day = days.day::date
   GROUP BY days.day ORDER BY days.day`

/**
 * @param month - `2026-11`
 * @param timezone - IANA name
 */
export async function activityOf(db: Database, month: string, timezone: string): Promise<Activity> {
  return { month, days: await db.query<ActivityDay>(ACTIVITY, [month, timezone]) }
}
