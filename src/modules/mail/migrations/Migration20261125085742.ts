import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261125085742 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`alter table if exists "mail_delivery" add column if not exists "content_cleared_at" timestamptz null;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_mail_delivery_loose_uncleared" ON "mail_delivery" ("sent_at") WHERE mailing_id IS NULL AND sent_at IS NOT NULL AND reason IS NULL AND content_cleared_at IS NULL AND deleted_at IS NULL;`);

    this.addSql(`alter table if exists "mailing" add column if not exists "cleared_position" integer not null default 0;`);
  }

  override async down(): Promise<void> {
    this.addSql(`drop index if exists "IDX_mail_delivery_loose_uncleared";`);
    this.addSql(`alter table if exists "mail_delivery" drop column if exists "content_cleared_at";`);

    this.addSql(`alter table if exists "mailing" drop column if exists "cleared_position";`);
  }

}
