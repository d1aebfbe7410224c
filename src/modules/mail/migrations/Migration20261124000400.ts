import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** What the models cannot say about the two tables that grow with every mail. */
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
  }

  override async down(): Promise<void> {
    this.addSql(`alter table "mail_delivery" drop column if exists "bytes";`)
    this.addSql(`alter table "mail_delivery" reset (fillfactor);`)
    this.addSql(`alter table "mailing" reset (fillfactor, toast_tuple_target);`)
    this.addSql(`alter table "mail_quota_entry" reset (fillfactor);`)
  }
}
