import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/**
 * A mail remembers by which of several transports it leaves, and a mailing by which its positions do. What was recorded before
 * has no name, which is the transport of the whole store. Columns without a default: nothing is written anew.
 */
export class Migration20261127114500 extends Migration {
  override async up(): Promise<void> {
    this.addSql('alter table "mpmd_delivery" add column "transport" text null')
    this.addSql('alter table "mpmd_mailing" add column "transport" text null')
  }

  override async down(): Promise<void> {
    // What has a time because it leaves another way than the rest of its mailing is taken by its time all the same.
    this.addSql('alter table "mpmd_delivery" drop column "transport"')
    this.addSql('alter table "mpmd_mailing" drop column "transport"')
  }
}
