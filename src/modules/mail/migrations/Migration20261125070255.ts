import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261125070255 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`alter table if exists "mail_settings" add column if not exists "automatic" jsonb null;`);
  }

  override async down(): Promise<void> {
    this.addSql(`alter table if exists "mail_settings" drop column if exists "automatic";`);
  }

}
