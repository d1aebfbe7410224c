/**
 * Whether mail flows: what is due, since when, and whether anybody is at it. For monitoring, so each figure is a look into
 * an index or a mailing's own counter, whatever the size of the ledger; what has no counter is counted up to a bound.
 */
import { BEGINS_AT } from "../deliveries/lanes"
import { leasedRows } from "../deliveries/leases"
import { FORGOTTEN, OUTAGE } from "../dispatch/outage"
import type { MailboxServer } from "../intake/server"
import { mailboxState } from "../intake/state"
import type { Database } from "../sql/database"
import { DEFAULT_TRANSPORT } from "../words"
import type { MailboxFaultKind } from "../words/mailbox-faults"

/**
 * - `flowing`: nothing is due, or somebody is at it.
 * - `late`: something has been due for five minutes and no process is at it.
 * - `outage`: a mail server takes nothing; all that leaves by it waits and goes on by itself.
 * - `off`: this process knows no mail server.
 * - `not_migrated`: the tables are not there.
 */
export type FlowStatus = "flowing" | "late" | "outage" | "off" | "not_migrated"

export interface MailFlowDTO {
  status: FlowStatus
  /** Mails whose time has come and that nobody has taken yet. */
  due: number
  /** Mails in the hands of a process that lives. */
  held: number
  /** Mails that are tried again later. */
  deferred: number
  /** Since when the first of the due ones has waited. Mailings count from their start. */
  oldest_due_at: Date | null
  /** Since when the mail server takes nothing; of several transports that which has been out for the longest. */
  outage_since: Date | null
  /** Each transport whose server takes nothing; `default` is the one of the whole store. */
  outages: TransportOutage[]
  /** Of the mailbox that returned mail arrives in; null without one. It holds up no mail. */
  mailbox: MailboxFlow | null
}

export interface TransportOutage {
  transport: string
  since: Date
}

export interface MailboxFlow {
  /** When all of it had been read last. */
  looked_at: Date | null
  /** Why it cannot be read, and since when; null if it can. */
  fault: MailboxFaultKind | null
  fault_since: Date | null
}

/** How many are counted of what has no counter. */
const MOST = 10_000

/** Enough for any pause between two claims, and for a process that is being replaced. */
const LATE = "5 minutes"

const DUE = "next_attempt_at <= now() AND state IN ('pending', 'deferred') AND deleted_at IS NULL"
const LATER = "next_attempt_at > now() AND deleted_at IS NULL"
const counted = (whose: string, when: string) =>
  `SELECT count(*)::int AS n, min(next_attempt_at) AS since FROM (SELECT next_attempt_at FROM mpmd_delivery
    WHERE ${whose} AND ${when} ORDER BY next_attempt_at LIMIT ${MOST}) AS taken`

const FLOW = `
  WITH mailing AS MATERIALIZED (
    SELECT id, deferred, started_at, next_position, greatest(total - next_position + 1, 0) AS fresh FROM mpmd_mailing
     WHERE state = 'sending' AND completed_at IS NULL AND deleted_at IS NULL),
  waiting AS (
    SELECT fresh AS n, started_at AS since FROM mailing WHERE fresh > 0
     UNION ALL
    SELECT due.n, due.since FROM mailing CROSS JOIN LATERAL (${counted("mailing_id = mailing.id AND position < mailing.next_position", DUE)}) AS due
     UNION ALL
    SELECT due.n, due.since FROM generate_series(0, 2) AS lane
     CROSS JOIN LATERAL (${counted("mailing_id IS NULL AND mpmd_delivery.lane = lane.lane", DUE)}) AS due
     UNION ALL
    -- How many it will come to is not known yet. What is being prepared is touched with each piece.
    SELECT 0, CASE state WHEN 'scheduled' THEN ${BEGINS_AT} ELSE updated_at END FROM mpmd_mailing
     WHERE (state = 'preparing' OR (state = 'scheduled' AND ${BEGINS_AT} <= now()))
       AND completed_at IS NULL AND deleted_at IS NULL),
  later AS (
    SELECT sum(due.n) AS n FROM generate_series(0, 2) AS lane
     CROSS JOIN LATERAL (${counted("mailing_id IS NULL AND mpmd_delivery.lane = lane.lane", LATER)}) AS due),
  held AS (
    SELECT count(*) AS n FROM (SELECT FROM ${leasedRows()} AS l WHERE l.lease_until > now() LIMIT ${MOST}) AS taken),
  outage AS (
    SELECT coalesce(nullif(split_part(id, '@', 2), ''), '${DEFAULT_TRANSPORT}') AS transport, since FROM mpmd_outage
     WHERE split_part(id, '@', 1) = '${OUTAGE}' AND seen_at > now() - interval '${FORGOTTEN}'),
  figures AS (
    SELECT coalesce((SELECT sum(n) FROM waiting), 0)::int AS due, (SELECT n FROM held)::int AS held,
           (coalesce((SELECT sum(deferred) FROM mailing), 0) + (SELECT n FROM later))::int AS deferred,
           (SELECT min(since) FROM waiting) AS oldest_due_at,
           (SELECT min(since) FROM outage) AS outage_since,
           coalesce((SELECT json_agg(o ORDER BY since) FROM outage o), '[]') AS outages)
  SELECT CASE WHEN outage_since IS NOT NULL THEN 'outage'
              WHEN held = 0 AND oldest_due_at < now() - interval '${LATE}' THEN 'late'
              ELSE 'flowing' END AS status, *
    FROM figures`

/** Where nothing can be looked up. */
export function noFlow(status: "not_migrated"): MailFlowDTO {
  const nothing = { due: 0, held: 0, deferred: 0, oldest_due_at: null, outage_since: null, outages: [] }
  return { status, ...nothing, mailbox: null }
}

/** Some milliseconds over a ledger of any size. */
export async function mailFlow(db: Database, mailbox?: MailboxServer): Promise<MailFlowDTO> {
  const [flow] = await db.query<Omit<MailFlowDTO, "mailbox">>(FLOW)
  // What comes within JSON is text.
  const outages = flow!.outages.map(({ transport, since }) => ({ transport, since: new Date(since) }))
  return { ...flow!, outages, mailbox: mailbox ? await mailboxFlow(db, mailbox) : null }
}

async function mailboxFlow(db: Database, mailbox: MailboxServer): Promise<MailboxFlow> {
  const { looked_at, fault, fault_since } = await mailboxState(db, mailbox)
  return { looked_at, fault, fault_since }
}
