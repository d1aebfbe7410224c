import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** The outage that has been told of, one row for all workers; no model, since nobody but the sending asks. */
export class Migration20261125143000 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create table if not exists "mail_outage" ("id" text primary key, "since" timestamptz not null, "seen_at" timestamptz not null);`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "mail_outage";`)
  }
}
