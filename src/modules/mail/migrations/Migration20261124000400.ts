import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** What the models cannot say: storage of the tables that are written with every mail, and the rate limit. */
export class Migration20261124000400 extends Migration {
  override async up(): Promise<void> {
    // The sent message of order and single mail, compressed. Not in the model: lists must not carry it.
    this.addSql(`alter table "mail_delivery" add column if not exists "bytes" bytea null;`)
    // Already compressed: a second try by Postgres would only burn CPU.
    this.addSql(`alter table "mail_delivery" alter column "bytes" set storage external;`)
    // Each row is updated three times within seconds: leave room to do it on the same page.
    this.addSql(`alter table "mail_delivery" set (fillfactor = 70);`)
    // The cursor and the counters are updated many times a second, so every version of the row should be
    // small: content and audience live out of line, whatever their size. Quota rows likewise.
    this.addSql(`alter table "mailing" set (fillfactor = 50, toast_tuple_target = 256);`)
    this.addSql(`alter table "mail_quota_entry" set (fillfactor = 50);`)
    // An index over a column that is always null, written at every update: pure cost at this size.
    this.addSql(`drop index if exists "IDX_mail_delivery_deleted_at";`)
    this.addSql(`drop index if exists "IDX_mail_delivery_event_deleted_at";`)
    // The tokens of the rate limit, one row for all workers; no model, since nobody but the dispatcher asks.
    this.addSql(
      `create table if not exists "mail_rate" ("id" text primary key, "tokens" double precision not null, "refilled_at" timestamptz not null);`
    )
    this.addSql(
      `insert into "mail_rate" ("id", "tokens", "refilled_at") values ('rate', 0, now()) on conflict do nothing;`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "mail_rate";`)
    this.addSql(`alter table "mail_delivery" drop column if exists "bytes";`)
    this.addSql(`alter table "mail_delivery" reset (fillfactor);`)
    this.addSql(`alter table "mailing" reset (fillfactor, toast_tuple_target);`)
    this.addSql(`alter table "mail_quota_entry" reset (fillfactor);`)
  }
}
