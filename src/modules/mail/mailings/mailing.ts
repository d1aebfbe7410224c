/** A mailing as other code and the API see it. */

import { leasedRows } from "../deliveries/leases"
import { PENDING, SENT } from "../quota/sent-counts"
import { notFound } from "../refusals/refusal"
import type { SegmentUse } from "../segments/use"
import type { Database } from "../sql/database"
import type {
  Audience,
  ContentIssue,
  MailingKind,
  MailingState,
  MemberContent,
  OrderContent,
  PauseCause,
  Purpose,
} from "../words"
import { type Rates, ratesOf } from "../words/rates"
import type { MailingFile } from "./files"
import { GRACE_LEFT } from "./grace-and-undo"

export interface MailingCounts {
  total: number
  /** Pending and claimed. */
  pending: number
  /** On a connection now. */
  sending: number
  /** Everything the server took, bounced ones included. */
  sent: number
  deferred: number
  failed: number
  uncertain: number
  skipped: number
  bounced: number
  /** Their readers called them spam; within sent too. */
  complained: number
}

export interface MailingDTO {
  id: string
  kind: MailingKind
  state: MailingState
  content: MemberContent | OrderContent
  /** The template that it was begun with; it may have been changed or deleted since. */
  template_id: string | null
  /** In place of what the settings say; null is theirs. */
  sender_name: string | null
  reply_to: string | null
  audience: Audience | null
  /** Which segment the audience names: as it was when the recipients were frozen, until then as it is; null if it is gone. */
  segment: SegmentUse | null
  document_ids: string[] | null
  /** Files that go with the mails of an order mailing. */
  attachments: MailingFile[]
  purpose: Purpose
  purpose_reason: string | null
  pause_cause: PauseCause | null
  /** In a person's or a mail server's own words. */
  pause_reason: string | null
  /** Why it was not sent, and the same by codes and values. */
  refusal_reason: string | null
  refusal_issues: ContentIssue[] | null
  created_by: string | null
  sent_by: string | null
  /** Who was left out when the audience was frozen, by reason. */
  unsendable: Record<string, number> | null
  counts: MailingCounts
  /** What the counts come to, as shares. */
  rates: Rates
  /** The hour that a person chose. */
  scheduled_at: Date | null
  /** Sent, and until then Send can be undone; null outside of this time. */
  grace_until: Date | null
  /** How many seconds of it were left when this was asked. */
  grace_left: number | null
  cancelled_at: Date | null
  started_at: Date | null
  first_pass_done_at: Date | null
  completed_at: Date | null
  created_at: Date
  updated_at: Date
}

/** Lists carry neither bodies nor ids: 200 mailings with them would be hundreds of megabytes. */
export interface ListedMailing extends Omit<
  MailingDTO,
  "content" | "audience" | "segment" | "document_ids" | "attachments"
> {
  content: Omit<MemberContent, "body"> & Partial<Pick<OrderContent, "source">>
}

type RowOf<DTO extends { counts: MailingCounts }> = Omit<DTO, "counts" | "rates"> & MailingCounts

/** `sending` is asked live: dispatchers hold few rows at once, and no counter has to change at every mark. */
const LISTED =
  "m.id, m.kind, m.state, m.template_id, m.sender_name, m.reply_to, m.purpose, m.purpose_reason, m.pause_cause, m.pause_reason, " +
  "m.refusal_reason, m.refusal_issues, m.created_by, m.sent_by, m.unsendable, m.scheduled_at, m.grace_until, m.cancelled_at, m.started_at, m.first_pass_done_at, " +
  "m.completed_at, m.created_at, m.updated_at, m.total, " +
  `${PENDING} - live.sending AS pending, live.sending, ${SENT} AS sent, ` +
  `m.deferred, m.failed, m.uncertain, m.skipped, m.bounced, m.complained, ${GRACE_LEFT} AS grace_left`

const FROM =
  `FROM mpmd_mailing m LEFT JOIN LATERAL (SELECT count(*)::int AS sending FROM ${leasedRows("m.id")} l ` +
  "WHERE m.completed_at IS NULL AND m.pending > 0 AND l.state = 'sending') live ON true"

function withCounts<DTO extends { counts: MailingCounts }>(row: RowOf<DTO>) {
  const {
    total,
    pending,
    sending,
    sent,
    deferred,
    failed,
    uncertain,
    skipped,
    bounced,
    complained,
    ...rest
  } = row
  return {
    ...rest,
    counts: { total, pending, sending, sent, deferred, failed, uncertain, skipped, bounced, complained },
    rates: ratesOf({ sent, failed, bounced, complained }),
  }
}

const SEGMENT =
  "coalesce(m.segment, (SELECT jsonb_build_object('id', s.id, 'name', s.name, 'filter', s.filter) FROM mpmd_segment s " +
  "WHERE s.id = m.audience->>'segment_id' AND s.deleted_at IS NULL)) AS segment"

/** @throws MedusaError `not_found` */
export async function getMailing(db: Database, id: string): Promise<MailingDTO> {
  const [row] = await db.query<RowOf<MailingDTO>>(
    `SELECT ${LISTED}, m.content, m.audience, ${SEGMENT}, m.document_ids, ` +
      `coalesce(m.attachments, '[]') AS attachments ${FROM} WHERE m.id = $1 AND m.deleted_at IS NULL`,
    [id]
  )
  if (!row) {
    throw notFound("mailing", id)
  }
  return withCounts(row)
}

/** What of a mailing decides what is sent, and to whom: two that are equal in this send the same. */
export function essenceOf(mailing: MailingDTO): string {
  const { content, sender_name, reply_to, audience, document_ids, attachments, purpose, purpose_reason } =
    mailing
  const words = [content, sender_name, reply_to, audience, document_ids, attachments, purpose, purpose_reason]
  return JSON.stringify(words)
}

export interface MailingListOptions {
  kind?: MailingKind
  state?: MailingState[]
  /** Matches the subject. */
  q?: string
  limit: number
  offset: number
}

/** The history, newest first. */
export async function listMailings(
  db: Database,
  options: MailingListOptions
): Promise<{ mailings: ListedMailing[]; count: number }> {
  const conditions =
    "m.deleted_at IS NULL AND ($1::text IS NULL OR m.kind = $1) AND ($2::text[] IS NULL OR m.state = ANY($2)) " +
    "AND ($3::text IS NULL OR strpos(lower(m.content->>'subject'), lower($3)) > 0)"
  const values = [options.kind ?? null, options.state ?? null, options.q ?? null]
  const rows = await db.query<RowOf<ListedMailing>>(
    `SELECT ${LISTED}, m.content - '{body,header,footer}'::text[] AS content ${FROM} WHERE ${conditions} ORDER BY m.created_at DESC, m.id DESC LIMIT $4 OFFSET $5`,
    [...values, options.limit, options.offset]
  )
  const [total] = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM mpmd_mailing m WHERE ${conditions}`,
    values
  )
  return { mailings: rows.map((row) => withCounts<ListedMailing>(row)), count: total!.count }
}

/** Order mailings about one document that were wholly sent today, by the shop's clocks. */
export async function countSentSingly(
  db: Database,
  timezone: string
): Promise<{ day: string; count: number }> {
  const [row] = await db.query<{ day: string; count: number }>(
    "SELECT to_char(now() AT TIME ZONE $1, 'YYYY-MM-DD') AS day, (SELECT count(*)::int FROM mpmd_mailing m " +
      `WHERE kind = 'order' AND jsonb_array_length(document_ids) = 1 AND ${SENT} = 1 AND bounced = 0 AND deleted_at IS NULL AND ` +
      "first_pass_done_at >= date_trunc('day', now() AT TIME ZONE $1) AT TIME ZONE $1) AS count",
    [timezone]
  )
  return row!
}
