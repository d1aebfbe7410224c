import { Migration } from "@medusajs/framework/mikro-orm/migrations"

const COUNTS = `
create table "mpmd_sent_count" (
  "mailing_id" text not null,
  "claim" bigint not null,
  "quota_month" text not null,
  "mails" integer not null,
  primary key ("mailing_id", "claim", "quota_month")
) with (fillfactor = 50)`

/** All at once, and as carrying over does it: see deliveries/carry-over.ts. */
const CARRIED = [
  `update mpmd_mailing m set sent = m.sent + n.mails, pending = m.pending - n.mails
     from (select mailing_id, sum(mails) as mails from mpmd_sent_count group by 1) n where m.id = n.mailing_id`,
  `update mpmd_quota_entry q set used = q.used + n.mails, reserved = q.reserved - n.mails
     from (select mailing_id, quota_month, sum(mails) as mails from mpmd_sent_count group by 1, 2) n
    where q.mailing_id = n.mailing_id and q.month = n.quota_month and q.deleted_at is null`,
]

/** What was sent is counted with its claim first, and added to the mailing and to the quota when the claim has ended. */
export class Migration20261127230000 extends Migration {
  override async up(): Promise<void> {
    this.addSql(COUNTS)
  }

  override async down(): Promise<void> {
    for (const sql of CARRIED) {
      this.addSql(sql)
    }
    this.addSql('drop table "mpmd_sent_count"')
  }
}
