/**
 * The quota: member mails per calendar month in the store's time zone. A mailing reserves all its places when
 * it is prepared; outcomes settle them one by one (deliveries/transitions.ts). The balance is the sum over the
 * month's entries, one per mailing.
 */
import { MedusaError } from "../refusals/medusa-error"
import { Refusal } from "../refusals/refusal"
import type { Database } from "../sql/database"
import { usedOf } from "./sent-counts"

export interface QuotaLimits {
  /** Mails per month; null is unlimited. */
  monthlyQuota: number | null
  /** IANA name. */
  timezone: string
}

export interface QuotaBalance {
  /** `2026-11` */
  month: string
  limit: number | null
  used: number
  reserved: number
  /** Null if unlimited. */
  remaining: number | null
}

/** The month that a mail of this instant counts in, by the database's clock. */
export async function monthOf(db: Database, limits: QuotaLimits, at: Date | null = null): Promise<string> {
  const [row] = await db.query<{ month: string }>(
    "SELECT to_char(coalesce($2::timestamptz, now()) AT TIME ZONE $1, 'YYYY-MM') AS month",
    [limits.timezone, at]
  )
  return row!.month
}

/** What is used, reserved and left in a month. */
export async function balanceOf(db: Database, limits: QuotaLimits, month: string): Promise<QuotaBalance> {
  const [row] = await db.query<{ used: number; reserved: number }>(
    "SELECT coalesce(sum(q.used + coalesce(n.mails, 0)), 0)::int AS used, " +
      "coalesce(sum(q.reserved - coalesce(n.mails, 0)), 0)::int AS reserved FROM mpmd_quota_entry q " +
      `LEFT JOIN ${usedOf("$1")} n ON n.mailing_id = q.mailing_id WHERE q.month = $1 AND q.deleted_at IS NULL`,
    [month]
  )
  const { used, reserved } = row!
  const limit = limits.monthlyQuota
  return {
    month,
    limit,
    used,
    reserved,
    remaining: limit === null ? null : Math.max(0, limit - used - reserved),
  }
}

/** Whether that many more mails fit. */
export function fits(balance: QuotaBalance, count: number): boolean {
  return balance.remaining === null || count <= balance.remaining
}

/** The quota does not reach. Nothing was changed; the numbers are in the message. */
export class OverQuotaError extends Refusal {
  constructor(balance: QuotaBalance, wanted: number) {
    const message =
      `The monthly quota does not reach: ${wanted} mails to send, ${balance.remaining} of ${balance.limit} ` +
      `left in ${balance.month} (${balance.used} used, ${balance.reserved} reserved). ` +
      "Choose fewer recipients, wait for the next month, or raise the option monthlyQuota."
    const values = { wanted, left: balance.remaining ?? 0 }
    super([{ field: "", code: "over_quota", message, values }], MedusaError.Types.NOT_ALLOWED, message)
  }
}

/**
 * Reserves places for a mailing, or throws and leaves the transaction to be rolled back.
 *
 * The lock is the last thing that a transaction takes, right before it commits: a long insert of deliveries
 * must not keep other mailings waiting. It is taken before the balance is read, because two sends that both
 * read the same balance would both fit.
 *
 * @throws OverQuotaError
 */
export async function reserve(
  tx: Database,
  limits: QuotaLimits,
  month: string,
  mailingId: string,
  count: number
): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('mail_quota:' || $1, 0))", [month])
  const balance = await balanceOf(tx, limits, month)
  if (!fits(balance, count)) {
    throw new OverQuotaError(balance, count)
  }
  await tx.query(
    "INSERT INTO mpmd_quota_entry (id, month, mailing_id, reserved) VALUES ('mquo_' || $1 || '_' || $2, $1, $2, $3) " +
      "ON CONFLICT (month, mailing_id) WHERE deleted_at IS NULL " +
      "DO UPDATE SET reserved = mpmd_quota_entry.reserved + excluded.reserved, updated_at = now()",
    [month, mailingId, count]
  )
}
