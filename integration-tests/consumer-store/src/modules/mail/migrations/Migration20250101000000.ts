import { Migration } from "@medusajs/framework/mikro-orm/migrations"

export class Migration20250101000000 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create table "mail_template" ("id" text not null, "name" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "mail_template_pkey" primary key ("id"))`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`drop table "mail_template"`)
  }
}
