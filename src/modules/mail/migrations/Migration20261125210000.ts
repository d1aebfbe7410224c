/**
 * The tables of the first release. Every later change is a migration of its own.
 *
 * Nothing here says `if not exists`: a table of that name which is not ours must stop the migration at once, and not be
 * taken for ours. A migration is one transaction, so then nothing of it stays.
 */
import { Migration } from "@medusajs/framework/mikro-orm/migrations"

import { ADDRESS_FUNCTIONS, DROP_ADDRESS_FUNCTIONS } from "../address/functions"

/** What the models say, as Medusa's generator writes it. */
const TABLES = [
  `create table "mpmd_address" (
    "email" text not null,
    "unsubscribed_at" timestamptz null,
    "invalid" boolean not null default false,
    "invalid_class" text null,
    "invalid_reason" text null,
    "invalid_since" timestamptz null,
    "invalid_delivery_id" text null,
    "vouched_at" timestamptz null,
    "complained_at" timestamptz null,
    "created_at" timestamptz not null default now(),
    "updated_at" timestamptz not null default now(),
    "deleted_at" timestamptz null,
    constraint "mpmd_address_pkey" primary key ("email")
  )`,
  `CREATE INDEX "IDX_mpmd_address_deleted_at" ON "mpmd_address" ("deleted_at") WHERE deleted_at IS NULL`,
  `create table "mpmd_consent_event" (
    "id" text not null,
    "customer_id" text null,
    "email" text null,
    "action" text check ("action" in ('granted', 'withdrawn')) not null,
    "source" text not null,
    "wording" text null,
    "actor_id" text null,
    "created_at" timestamptz not null default now(),
    "updated_at" timestamptz not null default now(),
    "deleted_at" timestamptz null,
    constraint "mpmd_consent_event_pkey" primary key ("id")
  )`,
  `CREATE INDEX "IDX_mpmd_consent_event_deleted_at" ON "mpmd_consent_event" ("deleted_at") WHERE deleted_at IS NULL`,
  `CREATE INDEX "IDX_mpmd_consent_event_customer_id" ON "mpmd_consent_event" ("customer_id") WHERE deleted_at IS NULL`,
  `CREATE INDEX "IDX_mpmd_consent_event_email" ON "mpmd_consent_event" ("email") WHERE deleted_at IS NULL`,
  `create table "mpmd_content" (
    "id" text not null,
    "format" text check ("format" in ('text', 'html')) not null,
    "subject" text not null,
    "html" text null,
    "text" text not null,
    "from_name" text null,
    "from_address" text not null,
    "reply_to" text null,
    "language" text check ("language" in ('en', 'ja')) not null,
    "variables" jsonb not null,
    "constants" jsonb not null,
    "used_at" timestamptz not null,
    "created_at" timestamptz not null default now(),
    "updated_at" timestamptz not null default now(),
    "deleted_at" timestamptz null,
    constraint "mpmd_content_pkey" primary key ("id")
  )`,
  `CREATE INDEX "IDX_mpmd_content_deleted_at" ON "mpmd_content" ("deleted_at") WHERE deleted_at IS NULL`,
  `CREATE INDEX "IDX_mpmd_content_used" ON "mpmd_content" ("used_at") WHERE deleted_at IS NULL`,
  `create table "mpmd_delivery" (
    "id" text not null,
    "kind" text check ("kind" in ('member', 'order', 'single', 'copy', 'test')) not null,
    "mailing_id" text null,
    "about_mailing_id" text null,
    "position" integer null,
    "lane" integer null,
    "dedupe_key" text not null,
    "content_id" text not null,
    "customer_id" text null,
    "order_id" text null,
    "email" text not null,
    "address" text not null,
    "recipient_name" text null,
    "variables" jsonb not null,
    "state" text check ("state" in ('pending', 'claimed', 'sending', 'sent', 'deferred', 'failed', 'uncertain', 'skipped', 'bounced', 'complained')) not null default 'pending',
    "reason" text null,
    "attempt" integer not null default 0,
    "claimed_by" text null,
    "lease_until" timestamptz null,
    "next_attempt_at" timestamptz null,
    "first_deferred_at" timestamptz null,
    "deferrals" integer not null default 0,
    "resends" integer not null default 0,
    "worker_deaths" integer not null default 0,
    "render_tries" integer not null default 0,
    "quota_month" text null,
    "response" text null,
    "smtp_code" integer null,
    "smtp_enhanced" text null,
    "sent_at" timestamptz null,
    "outside_sent_at" timestamptz null,
    "content_cleared_at" timestamptz null,
    "created_at" timestamptz not null default now(),
    "updated_at" timestamptz not null default now(),
    "deleted_at" timestamptz null,
    constraint "mpmd_delivery_pkey" primary key ("id")
  )`,
  `CREATE UNIQUE INDEX "IDX_mpmd_delivery_mailing_dedupe" ON "mpmd_delivery" ("mailing_id", "dedupe_key") WHERE mailing_id IS NOT NULL AND deleted_at IS NULL`,
  `CREATE UNIQUE INDEX "IDX_mpmd_delivery_single_dedupe" ON "mpmd_delivery" ("dedupe_key") WHERE mailing_id IS NULL AND deleted_at IS NULL`,
  `CREATE INDEX "IDX_mpmd_delivery_position" ON "mpmd_delivery" ("mailing_id", "position") WHERE mailing_id IS NOT NULL AND deleted_at IS NULL`,
  `CREATE INDEX "IDX_mpmd_delivery_due" ON "mpmd_delivery" ("mailing_id", "next_attempt_at") WHERE mailing_id IS NOT NULL AND next_attempt_at IS NOT NULL AND deleted_at IS NULL`,
  `CREATE INDEX "IDX_mpmd_delivery_loose_due" ON "mpmd_delivery" ("lane", "next_attempt_at") WHERE mailing_id IS NULL AND next_attempt_at IS NOT NULL AND deleted_at IS NULL`,
  `CREATE INDEX "IDX_mpmd_delivery_exception" ON "mpmd_delivery" ("mailing_id", "position") WHERE reason IS NOT NULL AND mailing_id IS NOT NULL AND deleted_at IS NULL`,
  `CREATE INDEX "IDX_mpmd_delivery_customer" ON "mpmd_delivery" ("customer_id") WHERE customer_id IS NOT NULL AND deleted_at IS NULL`,
  `CREATE INDEX "IDX_mpmd_delivery_order" ON "mpmd_delivery" ("order_id") WHERE order_id IS NOT NULL AND deleted_at IS NULL`,
  `CREATE INDEX "IDX_mpmd_delivery_single_sent" ON "mpmd_delivery" ("outside_sent_at") WHERE kind = 'single' AND outside_sent_at IS NOT NULL AND deleted_at IS NULL`,
  `CREATE INDEX "IDX_mpmd_delivery_loose_uncleared" ON "mpmd_delivery" ("outside_sent_at") WHERE mailing_id IS NULL AND outside_sent_at IS NOT NULL AND reason IS NULL AND content_cleared_at IS NULL AND deleted_at IS NULL`,
  `CREATE INDEX "IDX_mpmd_delivery_content" ON "mpmd_delivery" ("content_id") WHERE kind <> 'member' AND content_cleared_at IS NULL AND deleted_at IS NULL`,
  `create table "mpmd_delivery_event" (
    "id" text not null,
    "delivery_id" text not null,
    "attempt" integer not null,
    "from_state" text not null,
    "to_state" text not null,
    "reason" text null,
    "smtp_code" integer null,
    "smtp_enhanced" text null,
    "phase" text null,
    "response" text null,
    "email" text null,
    "actor_id" text null,
    "created_at" timestamptz not null default now(),
    "updated_at" timestamptz not null default now(),
    "deleted_at" timestamptz null,
    constraint "mpmd_delivery_event_pkey" primary key ("id")
  )`,
  `CREATE INDEX "IDX_mpmd_delivery_event_delivery_id" ON "mpmd_delivery_event" ("delivery_id") WHERE deleted_at IS NULL`,
  `CREATE INDEX "IDX_mpmd_delivery_event_failure" ON "mpmd_delivery_event" ("to_state", "created_at", "id") WHERE to_state IN ('failed', 'bounced', 'complained') AND deleted_at IS NULL`,
  `create table "mpmd_mailing" (
    "id" text not null,
    "kind" text check ("kind" in ('member', 'order')) not null,
    "state" text check ("state" in ('draft', 'scheduled', 'preparing', 'refused', 'sending', 'paused', 'completed', 'cancelled')) not null default 'draft',
    "content" jsonb not null,
    "content_id" text null,
    "template_id" text null,
    "sender_name" text null,
    "reply_to" text null,
    "audience" jsonb null,
    "segment" jsonb null,
    "document_ids" jsonb null,
    "attachments" jsonb null,
    "presentation" jsonb null,
    "purpose" text check ("purpose" in ('marketing', 'notice')) not null default 'marketing',
    "purpose_reason" text null,
    "pause_cause" text null,
    "pause_reason" text null,
    "refusal_reason" text null,
    "refusal_issues" jsonb null,
    "created_by" text null,
    "sent_by" text null,
    "scheduled_at" timestamptz null,
    "grace_until" timestamptz null,
    "started_at" timestamptz null,
    "first_pass_done_at" timestamptz null,
    "completed_at" timestamptz null,
    "cancelled_at" timestamptz null,
    "next_position" integer not null default 1,
    "cleared_position" integer not null default 0,
    "total" integer not null default 0,
    "pending" integer not null default 0,
    "sent" integer not null default 0,
    "deferred" integer not null default 0,
    "failed" integer not null default 0,
    "uncertain" integer not null default 0,
    "skipped" integer not null default 0,
    "bounced" integer not null default 0,
    "complained" integer not null default 0,
    "waived_limits" jsonb null,
    "unsendable" jsonb null,
    "created_at" timestamptz not null default now(),
    "updated_at" timestamptz not null default now(),
    "deleted_at" timestamptz null,
    constraint "mpmd_mailing_pkey" primary key ("id")
  )`,
  `CREATE INDEX "IDX_mpmd_mailing_deleted_at" ON "mpmd_mailing" ("deleted_at") WHERE deleted_at IS NULL`,
  `CREATE INDEX "IDX_mpmd_mailing_open" ON "mpmd_mailing" ("state") WHERE completed_at IS NULL AND deleted_at IS NULL`,
  `CREATE INDEX "IDX_mpmd_mailing_created_at" ON "mpmd_mailing" ("created_at") WHERE deleted_at IS NULL`,
  `create table "mpmd_member" (
    "customer_id" text not null,
    "opted_in_at" timestamptz null,
    "created_at" timestamptz not null default now(),
    "updated_at" timestamptz not null default now(),
    "deleted_at" timestamptz null,
    constraint "mpmd_member_pkey" primary key ("customer_id")
  )`,
  `CREATE INDEX "IDX_mpmd_member_deleted_at" ON "mpmd_member" ("deleted_at") WHERE deleted_at IS NULL`,
  `create table "mpmd_quota_entry" (
    "id" text not null,
    "month" text not null,
    "mailing_id" text not null,
    "reserved" integer not null default 0,
    "used" integer not null default 0,
    "created_at" timestamptz not null default now(),
    "updated_at" timestamptz not null default now(),
    "deleted_at" timestamptz null,
    constraint "mpmd_quota_entry_pkey" primary key ("id")
  )`,
  `CREATE INDEX "IDX_mpmd_quota_entry_deleted_at" ON "mpmd_quota_entry" ("deleted_at") WHERE deleted_at IS NULL`,
  `CREATE UNIQUE INDEX "IDX_mpmd_quota_entry_month_mailing_id_unique" ON "mpmd_quota_entry" ("month", "mailing_id") WHERE deleted_at IS NULL`,
  `create table "mpmd_segment" (
    "id" text not null,
    "name" text not null,
    "filter" jsonb not null,
    "created_by" text null,
    "updated_by" text null,
    "created_at" timestamptz not null default now(),
    "updated_at" timestamptz not null default now(),
    "deleted_at" timestamptz null,
    constraint "mpmd_segment_pkey" primary key ("id")
  )`,
  `CREATE INDEX "IDX_mpmd_segment_deleted_at" ON "mpmd_segment" ("deleted_at") WHERE deleted_at IS NULL`,
  `create table "mpmd_settings" (
    "id" text not null,
    "sender_name" text null,
    "sender_address" text null,
    "reply_to" text null,
    "signature_text" text null,
    "signature_html" text null,
    "admin_copy" text check ("admin_copy" in ('none', 'first', 'every')) not null default 'none',
    "admin_copy_address" text null,
    "postal_address" text null,
    "contact" text null,
    "language" text check ("language" in ('en', 'ja')) not null default 'en',
    "order_insert" jsonb null,
    "bank_text" text null,
    "bank_providers" jsonb null,
    "automatic" jsonb null,
    "grace_seconds" integer not null default 30,
    "pause_undelivered" real null default 10,
    "pause_complaints" real null default 0.5,
    "created_at" timestamptz not null default now(),
    "updated_at" timestamptz not null default now(),
    "deleted_at" timestamptz null,
    constraint "mpmd_settings_pkey" primary key ("id")
  )`,
  `CREATE INDEX "IDX_mpmd_settings_deleted_at" ON "mpmd_settings" ("deleted_at") WHERE deleted_at IS NULL`,
  `create table "mpmd_template" (
    "id" text not null,
    "name" text not null,
    "kind" text check ("kind" in ('member', 'order', 'single')) not null,
    "key" text null,
    "enabled" boolean not null default true,
    "subject" text not null,
    "preheader" text null,
    "body" text null,
    "header" text null,
    "footer" text null,
    "format" text check ("format" in ('text', 'html')) not null default 'text',
    "locale" text check ("locale" in ('en', 'ja')) not null default 'en',
    "created_at" timestamptz not null default now(),
    "updated_at" timestamptz not null default now(),
    "deleted_at" timestamptz null,
    constraint "mpmd_template_pkey" primary key ("id")
  )`,
  `CREATE INDEX "IDX_mpmd_template_deleted_at" ON "mpmd_template" ("deleted_at") WHERE deleted_at IS NULL`,
  `CREATE UNIQUE INDEX "IDX_mpmd_template_key" ON "mpmd_template" ("key", "locale") WHERE key IS NOT NULL AND deleted_at IS NULL`,
  `CREATE INDEX "IDX_mpmd_template_kind_name" ON "mpmd_template" ("kind", "name") WHERE deleted_at IS NULL`,
]

/** What the models cannot say: storage of the tables that are written with every mail, and rows that only sending asks for. */
const STORAGE = [
  // The evidence of a grant, and its end. Not in the model: through Query it would be seen by staff who may read customers.
  `alter table "mpmd_member" add column "withdrawn_at" timestamptz null, add column "address" text null,
    add column "source" text null, add column "wording" text null, add column "actor_id" text null`,
  // Who withdraws an address ends every grant that was given for it.
  `CREATE INDEX "IDX_mpmd_member_address" ON "mpmd_member" ("address") WHERE opted_in_at IS NOT NULL AND deleted_at IS NULL`,
  // The sent message of order and single mail, compressed. Not in the model: lists must not carry it.
  `alter table "mpmd_delivery" add column "bytes" bytea null`,
  // Files that go with mails, each once. Not compressed by Postgres, so that a part of one can be read by itself.
  `create table "mpmd_file" (
    "digest" text primary key,
    "size" integer not null,
    "bytes" bytea not null,
    "created_at" timestamptz not null default now(),
    "used_at" timestamptz not null default now()
  )`,
  `alter table "mpmd_file" alter column "bytes" set storage external`,
  `CREATE INDEX "IDX_mpmd_file_used" ON "mpmd_file" ("used_at")`,
  // Which of them a content has. What still needs a file is found by it.
  `alter table "mpmd_content" add column "attachments" jsonb null`,
  `CREATE INDEX "IDX_mpmd_content_attachments" ON "mpmd_content" USING gin ("attachments" jsonb_path_ops) WHERE attachments IS NOT NULL`,
  // Already compressed: a second try by Postgres would only burn CPU.
  `alter table "mpmd_delivery" alter column "bytes" set storage external`,
  // Each row is updated three times within seconds: leave room to do it on the same page.
  `alter table "mpmd_delivery" set (fillfactor = 50)`,
  // For the log of all mail: what stands outside mailings, by what it is (the beginning of its key) and its time.
  `CREATE INDEX "IDX_mpmd_delivery_loose_log" ON "mpmd_delivery" (split_part("dedupe_key", ':', 1), "created_at", "id")
    WHERE mailing_id IS NULL AND deleted_at IS NULL`,
  `CREATE INDEX "IDX_mpmd_delivery_loose_log_exception" ON "mpmd_delivery" (split_part("dedupe_key", ':', 1), "created_at", "id")
    WHERE mailing_id IS NULL AND reason IS NOT NULL AND deleted_at IS NULL`,
  // What an address has got, found by its beginning too, whatever the database's collation.
  `CREATE INDEX "IDX_mpmd_delivery_address" ON "mpmd_delivery" ("address" text_pattern_ops) WHERE deleted_at IS NULL`,
  // The cursor and the counters are updated many times a second, so every version of the row should be
  // small: content and audience live out of line, whatever their size. Quota rows likewise.
  `alter table "mpmd_mailing" set (fillfactor = 50, toast_tuple_target = 256)`,
  `alter table "mpmd_quota_entry" set (fillfactor = 50)`,
  // The tokens of the rate limit, one row for all workers.
  `create table "mpmd_rate" ("id" text primary key, "tokens" double precision not null, "refilled_at" timestamptz not null, "slowed_to" double precision null, "slowed_at" timestamptz null)`,
  `insert into "mpmd_rate" ("id", "tokens", "refilled_at") values ('rate', 0, now())`,
  // The test mails of the last hour: so many may leave, of all processes together.
  `create table "mpmd_test_mail" (
    "id" bigint generated always as identity primary key,
    "mailing_id" text null,
    "actor_id" text not null,
    "sent_at" timestamptz not null
  )`,
  // Where leased deliveries are found, one row a claim: a range of positions, or ids. See deliveries/leases.ts.
  `create table "mpmd_claim" (
    "id" bigint generated always as identity primary key,
    "mailing_id" text null,
    "low" integer null,
    "high" integer null,
    "ids" text[] null
  )`,
  // The outage that has been told of, one row for all workers.
  `create table "mpmd_outage" ("id" text primary key, "since" timestamptz not null, "seen_at" timestamptz not null)`,
  // What came back about mails that were sent, each news once: the evidence beside the ledger.
  `create table "mpmd_return" (
    "digest" text primary key,
    "delivery_id" text not null,
    "kind" text not null,
    "matched_by" text not null,
    "source" text not null,
    "recipient" text null,
    "status" text null,
    "diagnostic" text null,
    "remote" text null,
    "evidence" text null,
    "created_at" timestamptz not null default now()
  )`,
  `CREATE INDEX "IDX_mpmd_return_delivery" ON "mpmd_return" ("delivery_id")`,
  `CREATE INDEX "IDX_mpmd_return_created" ON "mpmd_return" ("created_at")`,
  // When an address was flagged invalid, why and by whom, and when somebody cleared it: append-only.
  `create table "mpmd_flag_event" (
    "id" bigint generated always as identity primary key,
    "email" text not null,
    "action" text check ("action" in ('flagged', 'cleared')) not null,
    "reason" text null,
    "class" text null,
    "delivery_id" text null,
    "origin" text check ("origin" in ('person', 'automatic')) not null,
    "actor_id" text null,
    "created_at" timestamptz not null default now()
  )`,
  `CREATE INDEX "IDX_mpmd_flag_event_email" ON "mpmd_flag_event" ("email")`,
  // A name is given once, in whatever case. The models know no expressions.
  `CREATE UNIQUE INDEX "IDX_mpmd_segment_name_unique" ON "mpmd_segment" (lower("name")) WHERE deleted_at IS NULL`,
  // What of an order mailing got no mail, in the order in which it was chosen. Not in the model: Query needs no list of them.
  `create table "mpmd_left_out" (
    "mailing_id" text not null,
    "position" integer not null,
    "document_id" text not null,
    "order_id" text null,
    "number" text null,
    "reason" text not null,
    constraint "mpmd_left_out_pkey" primary key ("mailing_id", "position")
  )`,
  // Mailboxes that returned mail arrives in: who reads one, how far it was read, and what is wrong with it.
  `create table "mpmd_mailbox" (
    "id" text primary key,
    "claimed_by" text null,
    "lease_until" timestamptz null,
    "uid_validity" text null,
    "last_uid" bigint not null default 0,
    "looked_at" timestamptz null,
    "heard_at" timestamptz null,
    "fault_kind" text null,
    "fault_words" text null,
    "fault_since" timestamptz null,
    "fault_told_at" timestamptz null
  )`,
  // When a mail service last told something, and when somebody last failed to prove to be it.
  `create table "mpmd_heard" (
    "service" text primary key,
    "taken_at" timestamptz null,
    "refused_at" timestamptz null,
    "tally" jsonb null
  )`,
  // Orders that were drafts when somebody looked.
  `create table "mpmd_draft_order" ("id" text primary key)`,
]

const OURS = [
  "mpmd_address",
  "mpmd_consent_event",
  "mpmd_content",
  "mpmd_delivery",
  "mpmd_delivery_event",
  "mpmd_mailing",
  "mpmd_member",
  "mpmd_quota_entry",
  "mpmd_segment",
  "mpmd_settings",
  "mpmd_template",
  "mpmd_rate",
  "mpmd_test_mail",
  "mpmd_outage",
  "mpmd_claim",
  "mpmd_return",
  "mpmd_flag_event",
  "mpmd_mailbox",
  "mpmd_heard",
  "mpmd_draft_order",
  "mpmd_left_out",
  "mpmd_file",
]

export class Migration20261125210000 extends Migration {
  override async up(): Promise<void> {
    for (const sql of [...ADDRESS_FUNCTIONS, ...TABLES, ...STORAGE]) {
      this.addSql(sql)
    }
  }

  override async down(): Promise<void> {
    for (const table of OURS) {
      this.addSql(`drop table if exists "${table}" cascade`)
    }
    for (const sql of DROP_ADDRESS_FUNCTIONS) {
      this.addSql(sql)
    }
  }
}
