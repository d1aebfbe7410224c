import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261125092755 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`alter table if exists "mailing" add column if not exists "presentation" jsonb null;`);
  }

  override async down(): Promise<void> {
    this.addSql(`alter table if exists "mailing" drop column if exists "presentation";`);
  }

}
