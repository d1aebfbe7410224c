import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261125082836 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_mail_delivery_single_sent" ON "mail_delivery" ("sent_at") WHERE kind = 'single' AND sent_at IS NOT NULL AND deleted_at IS NULL;`);

    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_mail_delivery_event_failure" ON "mail_delivery_event" ("created_at", "id") WHERE to_state IN ('failed', 'bounced') AND deleted_at IS NULL;`);
  }

  override async down(): Promise<void> {
    this.addSql(`drop index if exists "IDX_mail_delivery_single_sent";`);

    this.addSql(`drop index if exists "IDX_mail_delivery_event_failure";`);
  }

}
