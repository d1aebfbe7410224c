import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/**
 * A claim of a range says itself who holds it, until when, and up to where it is marked. What is on its way by the rows' own
 * leases stays as it is, and is settled or found as before.
 */
export class Migration20261127023000 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      'alter table "mpmd_claim" add column "claimed_by" text null, add column "lease_until" timestamptz null, ' +
        'add column "marked_to" integer null'
    )
  }

  override async down(): Promise<void> {
    // Nothing may be forgotten that a connection has: what is marked becomes as a worker's that died over it.
    this.addSql(
      "update mpmd_delivery d set state = case when d.position < c.marked_to then 'sending' else 'claimed' end, " +
        "attempt = d.attempt + 1, claimed_by = coalesce(c.claimed_by, ''), lease_until = c.lease_until from mpmd_claim c " +
        "where d.mailing_id = c.mailing_id and d.position >= c.low and d.position < c.high and c.lease_until is not null " +
        "and d.state = 'pending' and d.next_attempt_at is null and d.deleted_at is null"
    )
    this.addSql(
      'alter table "mpmd_claim" drop column "claimed_by", drop column "lease_until", drop column "marked_to"'
    )
  }
}
