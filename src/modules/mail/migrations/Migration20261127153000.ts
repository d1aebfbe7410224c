import { Migration } from "@medusajs/framework/mikro-orm/migrations"

import { FOLDING, UNFOLDING } from "../address/folding"

/** Others have the same key by both rules. Longer texts are no addresses. */
const MAY_DIFFER =
  "(octet_length(email) <> length(email) or strpos(email, '\"') > 0) and octet_length(email) <= 1000"

/**
 * Every spelling that is on record, with its key by the rule before: a key alone does not say how its address was written. Where
 * only our tables are, as before Medusa's own migrations, there are no others to ask.
 */
const COLLECT = `
do $$
declare
  source text;
begin
  create table "mpmd_respelled" as
    select distinct email, mpmd_address_key(email) as "before", null::text as "after" from mpmd_delivery where ${MAY_DIFFER};
  foreach source in array array['customer', '"order"'] loop
    if to_regclass(source) is not null then
      execute 'insert into mpmd_respelled (email, "before") select distinct email, mpmd_address_key(email) from ' || source
        || $where$ where ${MAY_DIFFER} $where$;
    end if;
  end loop;
end $$`

const KEEP_WHAT_DIFFERS = [
  'update mpmd_respelled set "after" = mpmd_address_key(email)',
  'delete from mpmd_respelled where "after" = "before"',
]

const DELIVERIES =
  'update mpmd_delivery d set address = r."after" from mpmd_respelled r where d.email = r.email and d.address = r."before"'

/** A grant stands for the address that somebody had when they gave it. */
const GRANTS = `
do $$
begin
  if to_regclass('customer') is not null then
    update mpmd_member m set address = r."after" from customer c join mpmd_respelled r on r.email = c.email
     where c.id = m.customer_id and m.address = r."before";
  end if;
end $$`

const MOVES = 'from (select distinct "before", "after" from mpmd_respelled) r'

/**
 * What is known of an address is known of it under its new key as well. The row before stays: another spelling, which nobody has
 * on record any more, may have been meant, and nobody who has said no may be forgotten.
 */
const ADDRESSES = `
insert into mpmd_address (email, unsubscribed_at, invalid, invalid_class, invalid_reason, invalid_since, invalid_delivery_id,
                          vouched_at, complained_at)
select distinct on (r."after") r."after", max(a.unsubscribed_at) over same, a.invalid, a.invalid_class, a.invalid_reason,
       a.invalid_since, a.invalid_delivery_id, max(a.vouched_at) over same, min(a.complained_at) over same
  ${MOVES} join mpmd_address a on a.email = r."before" and a.deleted_at is null
window same as (partition by r."after")
 order by r."after", a.invalid desc, a.invalid_since
on conflict (email) do update set
  unsubscribed_at = greatest(mpmd_address.unsubscribed_at, excluded.unsubscribed_at),
  complained_at = least(mpmd_address.complained_at, excluded.complained_at),
  vouched_at = greatest(mpmd_address.vouched_at, excluded.vouched_at),
  invalid = mpmd_address.invalid or excluded.invalid,
  invalid_class = case when mpmd_address.invalid then mpmd_address.invalid_class else excluded.invalid_class end,
  invalid_reason = case when mpmd_address.invalid then mpmd_address.invalid_reason else excluded.invalid_reason end,
  invalid_since = case when mpmd_address.invalid then mpmd_address.invalid_since else excluded.invalid_since end,
  invalid_delivery_id =
    case when mpmd_address.invalid then mpmd_address.invalid_delivery_id else excluded.invalid_delivery_id end,
  updated_at = now(), deleted_at = null`

const FLAG_RECORD = `
insert into mpmd_flag_event (email, action, reason, class, delivery_id, origin, actor_id, created_at)
select r."after", f.action, f.reason, f.class, f.delivery_id, f.origin, f.actor_id, f.created_at
  ${MOVES} join mpmd_flag_event f on f.email = r."before"
 where not exists (select from mpmd_flag_event known
                    where known.email = r."after" and known.action = f.action and known.created_at = f.created_at)
 order by f.id`

/**
 * Which spellings of an address are one no longer depends on the language that the database was made for, and keys that were
 * made by the rule before are made anew. Only addresses with letters beyond ASCII or in quotes are looked at: in a store of a
 * million others this reads its tables once and writes nothing. Going back leaves the keys as they are.
 */
export class Migration20261127153000 extends Migration {
  override async up(): Promise<void> {
    const moved = [DELIVERIES, GRANTS, ADDRESSES, FLAG_RECORD, 'drop table "mpmd_respelled"']
    for (const sql of [COLLECT, ...FOLDING, ...KEEP_WHAT_DIFFERS, ...moved]) {
      this.addSql(sql)
    }
  }

  override async down(): Promise<void> {
    for (const sql of UNFOLDING) {
      this.addSql(sql)
    }
  }
}
