/** Mailings and deliveries made by SQL, in whatever state a story begins with. */
import { leasedRows } from "../../src/modules/mail/deliveries/leases"
import { PENDING, SENT } from "../../src/modules/mail/quota/sent-counts"
import type { Database } from "../../src/modules/mail/sql/database"
import type { DeliveryState, MailingKind, MailingState } from "../../src/modules/mail/words"

export const MONTH = "2026-11"

export interface MailingSeed {
  id?: string
  kind?: MailingKind
  state?: MailingState
  recipients: number
  /** Left out: every recipient is opted in, so that the rule lets all of them through. */
  withoutConsent?: boolean
  contentId?: string
}

/** The people of the first positions of every mailing, where a story asks the store who they are. */
export async function seedCustomers(db: Database, people = 100): Promise<void> {
  await db.query(
    "INSERT INTO customer (id, email, has_account) SELECT 'cus_' || n, n || '@x.test', true " +
      "FROM generate_series(1, $1::int) n ON CONFLICT DO NOTHING",
    [people]
  )
}

/** The shortest order mail: its subject tells the mails apart. */
export const ORDER_CONTENT = {
  source: "order",
  subject: "{{ order.number }}",
  header: "",
  footer: "",
  format: "text",
  include_signature: true,
} as const

let counter = 0

/** A mailing whose deliveries are all pending, with its reservation, as if it had just been prepared. */
export async function seedMailing(db: Database, seed: MailingSeed): Promise<string> {
  const id = seed.id ?? `mling_${(counter += 1)}`
  const kind = seed.kind ?? "member"
  await db.query(
    "INSERT INTO mpmd_mailing (id, kind, state, content, content_id, audience, total, pending) " +
      "VALUES ($1, $2, $3, '{}', $4, '{}', $5, $5)",
    [id, kind, seed.state ?? "sending", seed.contentId ?? "mcont_none", seed.recipients]
  )
  await db.query(
    "INSERT INTO mpmd_delivery (id, kind, mailing_id, position, dedupe_key, content_id, customer_id, email, address, " +
      "variables, quota_month) SELECT 'mdlv_' || $1 || '_' || lpad(n::text, 8, '0'), $2, $1, n, n || '@x.test', $3, " +
      "'cus_' || n, n || '@x.test', n || '@x.test', jsonb_build_object('member', jsonb_build_object('name', 'N' || n)), $4 " +
      "FROM generate_series(1, $5::int) n",
    [id, kind, seed.contentId ?? "mcont_none", kind === "member" ? MONTH : null, seed.recipients]
  )
  if (kind === "member") {
    await db.query("INSERT INTO mpmd_quota_entry (id, month, mailing_id, reserved) VALUES ($1, $2, $3, $4)", [
      `mquo_${id}`,
      MONTH,
      id,
      seed.recipients,
    ])
    if (!seed.withoutConsent) {
      await db.query(
        "INSERT INTO mpmd_member (customer_id, opted_in_at, address, source) " +
          "SELECT 'cus_' || n, now() - interval '1 day', n || '@x.test', 'test' " +
          "FROM generate_series(1, $1::int) n ON CONFLICT DO NOTHING",
        [seed.recipients]
      )
    }
  }
  return id
}

/** Of a delivery: as its claim says, if it is held by one of a range, else as its row. */
export interface Standing {
  state: DeliveryState
  attempt: number
  lease_until: Date | null
  reason: string | null
}

export async function standingOf(db: Database, id: string): Promise<Standing> {
  const [row] = await db.query<Standing>(
    "SELECT coalesce(l.state, d.state) AS state, coalesce(l.attempt, d.attempt) AS attempt, l.lease_until, d.reason " +
      `FROM mpmd_delivery d LEFT JOIN ${leasedRows()} l ON l.id = d.id WHERE d.id = $1`,
    [id]
  )
  return row!
}

/** Whether a dispatcher has some of a mailing in its hands. */
export async function isHeld(db: Database, mailing: string): Promise<boolean> {
  return (await db.query(`SELECT FROM ${leasedRows("$1")} l LIMIT 1`, [mailing])).length > 0
}

/** The lease of a delivery ended so long ago, and with it that of the range it was taken with. */
export async function endLease(db: Database, id: string, ago: string): Promise<void> {
  const over = `lease_until = now() - interval '${ago}'`
  await db.query(`UPDATE mpmd_delivery SET ${over} WHERE id = $1 AND lease_until IS NOT NULL`, [id])
  await db.query(
    `UPDATE mpmd_claim c SET ${over} FROM mpmd_delivery d WHERE d.id = $1 AND c.mailing_id = d.mailing_id ` +
      "AND d.position >= c.low AND d.position < c.high AND c.lease_until IS NOT NULL",
    [id]
  )
}

/**
 * Puts the first delivery of a mailing into a state, with counters as if it had come there lawfully: in the hands of a dispatcher
 * as if it had been taken by itself, and by a version that noted positions.
 */
export async function forceState(db: Database, mailingId: string, state: DeliveryState): Promise<string> {
  const leased = state === "claimed" || state === "sending"
  const [row] = await db.query<{ id: string }>(
    "UPDATE mpmd_delivery SET state = $2, attempt = 1, lease_until = CASE WHEN $3 THEN now() + interval '1 minute' END, " +
      "claimed_by = CASE WHEN $3 THEN 'disp_test' END, reason = CASE WHEN $2 IN ('failed', 'uncertain', 'deferred') " +
      "THEN 'unknown' END, next_attempt_at = CASE WHEN $2 = 'deferred' THEN now() END " +
      "WHERE mailing_id = $1 AND position = 1 RETURNING id",
    [mailingId, state, leased]
  )
  if (leased) {
    await db.query("INSERT INTO mpmd_claim (mailing_id, low, high) VALUES ($1, 1, 2)", [mailingId])
  }
  if (["sent", "deferred", "failed", "uncertain"].includes(state)) {
    await db.query(`UPDATE mpmd_mailing SET pending = pending - 1, ${state} = ${state} + 1 WHERE id = $1`, [
      mailingId,
    ])
  }
  if (state === "bounced") {
    await db.query(
      "UPDATE mpmd_mailing SET pending = pending - 1, sent = sent + 1, bounced = bounced + 1 WHERE id = $1",
      [mailingId]
    )
  }
  return row!.id
}

export interface Counters {
  total: number
  pending: number
  sent: number
  deferred: number
  failed: number
  uncertain: number
  skipped: number
  bounced: number
  complained: number
  reserved: number
  used: number
}

/** The mailing's counters and what it holds of the quota, over all months. */
export async function countersOf(db: Database, mailingId: string): Promise<Counters> {
  const [row] = await db.query<Counters>(
    `SELECT total, ${PENDING} AS pending, ${SENT} AS sent, deferred, failed, uncertain, skipped, bounced, complained, ` +
      "coalesce(q.reserved - n.mails, 0) AS reserved, coalesce(q.used + n.mails, 0) AS used FROM mpmd_mailing m " +
      "LEFT JOIN (SELECT mailing_id, sum(reserved)::int AS reserved, sum(used)::int AS used FROM mpmd_quota_entry GROUP BY mailing_id) q " +
      "ON q.mailing_id = m.id CROSS JOIN LATERAL (SELECT coalesce(sum(mails), 0)::int AS mails FROM mpmd_sent_count " +
      "WHERE mailing_id = m.id AND quota_month <> '') n WHERE m.id = $1",
    [mailingId]
  )
  return row!
}
