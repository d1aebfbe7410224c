import { Migration } from "@medusajs/framework/mikro-orm/migrations"

export class Migration20261124000300 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `alter table if exists "mail_quota_entry" drop constraint if exists "mail_quota_entry_month_mailing_id_unique";`
    )
    this.addSql(
      `create table if not exists "mail_address" ("email" text not null, "unsubscribed_at" timestamptz null, "invalid" boolean not null default false, "invalid_class" text null, "invalid_reason" text null, "invalid_since" timestamptz null, "complained_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "mail_address_pkey" primary key ("email"));`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mail_address_deleted_at" ON "mail_address" ("deleted_at") WHERE deleted_at IS NULL;`
    )

    this.addSql(
      `create table if not exists "mail_consent_event" ("id" text not null, "customer_id" text null, "email" text null, "action" text check ("action" in ('granted', 'withdrawn')) not null, "source" text not null, "wording" text null, "actor_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "mail_consent_event_pkey" primary key ("id"));`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mail_consent_event_deleted_at" ON "mail_consent_event" ("deleted_at") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mail_consent_event_customer_id" ON "mail_consent_event" ("customer_id") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mail_consent_event_email" ON "mail_consent_event" ("email") WHERE deleted_at IS NULL;`
    )

    this.addSql(
      `create table if not exists "mail_content" ("id" text not null, "format" text check ("format" in ('text', 'html')) not null, "subject" text not null, "html" text null, "text" text not null, "from_name" text null, "from_address" text not null, "reply_to" text null, "language" text check ("language" in ('en', 'ja')) not null, "variables" jsonb not null, "constants" jsonb not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "mail_content_pkey" primary key ("id"));`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mail_content_deleted_at" ON "mail_content" ("deleted_at") WHERE deleted_at IS NULL;`
    )

    this.addSql(
      `create table if not exists "mail_delivery" ("id" text not null, "kind" text check ("kind" in ('member', 'order', 'single', 'copy', 'test')) not null, "mailing_id" text null, "about_mailing_id" text null, "position" integer null, "dedupe_key" text not null, "content_id" text not null, "customer_id" text null, "order_id" text null, "email" text not null, "address" text not null, "recipient_name" text null, "variables" jsonb not null, "state" text check ("state" in ('pending', 'claimed', 'sending', 'sent', 'deferred', 'failed', 'uncertain', 'skipped', 'bounced', 'complained')) not null default 'pending', "reason" text null, "attempt" integer not null default 0, "claimed_by" text null, "lease_until" timestamptz null, "next_attempt_at" timestamptz null, "first_deferred_at" timestamptz null, "deferrals" integer not null default 0, "resends" integer not null default 0, "quota_month" text null, "response" text null, "smtp_code" integer null, "smtp_enhanced" text null, "sent_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "mail_delivery_pkey" primary key ("id"));`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mail_delivery_deleted_at" ON "mail_delivery" ("deleted_at") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_mail_delivery_mailing_dedupe" ON "mail_delivery" ("mailing_id", "dedupe_key") WHERE mailing_id IS NOT NULL AND deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_mail_delivery_single_dedupe" ON "mail_delivery" ("dedupe_key") WHERE mailing_id IS NULL AND deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mail_delivery_position" ON "mail_delivery" ("mailing_id", "position") WHERE mailing_id IS NOT NULL AND deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mail_delivery_due" ON "mail_delivery" ("mailing_id", "next_attempt_at") WHERE next_attempt_at IS NOT NULL AND deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mail_delivery_lease" ON "mail_delivery" ("lease_until") WHERE lease_until IS NOT NULL AND deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mail_delivery_exception" ON "mail_delivery" ("mailing_id", "position") WHERE reason IS NOT NULL AND mailing_id IS NOT NULL AND deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mail_delivery_customer" ON "mail_delivery" ("customer_id") WHERE customer_id IS NOT NULL AND deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mail_delivery_order" ON "mail_delivery" ("order_id") WHERE order_id IS NOT NULL AND deleted_at IS NULL;`
    )

    this.addSql(
      `create table if not exists "mail_delivery_event" ("id" text not null, "delivery_id" text not null, "attempt" integer not null, "from_state" text not null, "to_state" text not null, "reason" text null, "smtp_code" integer null, "smtp_enhanced" text null, "phase" text null, "response" text null, "actor_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "mail_delivery_event_pkey" primary key ("id"));`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mail_delivery_event_deleted_at" ON "mail_delivery_event" ("deleted_at") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mail_delivery_event_delivery_id" ON "mail_delivery_event" ("delivery_id") WHERE deleted_at IS NULL;`
    )

    this.addSql(
      `create table if not exists "mailing" ("id" text not null, "kind" text check ("kind" in ('member', 'order')) not null, "state" text check ("state" in ('draft', 'scheduled', 'preparing', 'refused', 'sending', 'paused', 'completed', 'cancelled')) not null default 'draft', "content" jsonb not null, "content_id" text null, "audience" jsonb null, "document_ids" jsonb null, "purpose" text check ("purpose" in ('marketing', 'notice')) not null default 'marketing', "purpose_reason" text null, "pause_reason" text null, "refusal_reason" text null, "created_by" text null, "sent_by" text null, "scheduled_at" timestamptz null, "started_at" timestamptz null, "first_pass_done_at" timestamptz null, "completed_at" timestamptz null, "cancelled_at" timestamptz null, "next_position" integer not null default 1, "total" integer not null default 0, "pending" integer not null default 0, "sent" integer not null default 0, "deferred" integer not null default 0, "failed" integer not null default 0, "uncertain" integer not null default 0, "skipped" integer not null default 0, "bounced" integer not null default 0, "unsendable" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "mailing_pkey" primary key ("id"));`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mailing_deleted_at" ON "mailing" ("deleted_at") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mailing_open" ON "mailing" ("state") WHERE completed_at IS NULL AND deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mailing_created_at" ON "mailing" ("created_at") WHERE deleted_at IS NULL;`
    )

    this.addSql(
      `create table if not exists "mail_member" ("customer_id" text not null, "opted_in_at" timestamptz not null, "source" text not null, "wording" text null, "actor_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "mail_member_pkey" primary key ("customer_id"));`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mail_member_deleted_at" ON "mail_member" ("deleted_at") WHERE deleted_at IS NULL;`
    )

    this.addSql(
      `create table if not exists "mail_quota_entry" ("id" text not null, "month" text not null, "mailing_id" text not null, "reserved" integer not null default 0, "used" integer not null default 0, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "mail_quota_entry_pkey" primary key ("id"));`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mail_quota_entry_deleted_at" ON "mail_quota_entry" ("deleted_at") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_mail_quota_entry_month_mailing_id_unique" ON "mail_quota_entry" ("month", "mailing_id") WHERE deleted_at IS NULL;`
    )

    this.addSql(
      `create table if not exists "mail_settings" ("id" text not null, "sender_name" text null, "sender_address" text null, "reply_to" text null, "signature_text" text null, "signature_html" text null, "admin_copy" text check ("admin_copy" in ('none', 'first', 'every')) not null default 'none', "admin_copy_address" text null, "postal_address" text null, "contact" text null, "language" text check ("language" in ('en', 'ja')) not null default 'en', "order_insert" jsonb null, "bank_text" text null, "bank_providers" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "mail_settings_pkey" primary key ("id"));`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mail_settings_deleted_at" ON "mail_settings" ("deleted_at") WHERE deleted_at IS NULL;`
    )

    this.addSql(
      `create table if not exists "mail_template" ("id" text not null, "name" text not null, "kind" text check ("kind" in ('member', 'order')) not null, "subject" text not null, "body" text null, "header" text null, "footer" text null, "format" text check ("format" in ('text', 'html')) not null default 'text', "locale" text check ("locale" in ('en', 'ja')) not null default 'en', "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "mail_template_pkey" primary key ("id"));`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mail_template_deleted_at" ON "mail_template" ("deleted_at") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_mail_template_kind_name" ON "mail_template" ("kind", "name") WHERE deleted_at IS NULL;`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "mail_address" cascade;`)

    this.addSql(`drop table if exists "mail_consent_event" cascade;`)

    this.addSql(`drop table if exists "mail_content" cascade;`)

    this.addSql(`drop table if exists "mail_delivery" cascade;`)

    this.addSql(`drop table if exists "mail_delivery_event" cascade;`)

    this.addSql(`drop table if exists "mailing" cascade;`)

    this.addSql(`drop table if exists "mail_member" cascade;`)

    this.addSql(`drop table if exists "mail_quota_entry" cascade;`)

    this.addSql(`drop table if exists "mail_settings" cascade;`)

    this.addSql(`drop table if exists "mail_template" cascade;`)
  }
}
