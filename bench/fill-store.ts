/**
 * Fills a migrated database with a large store by SQL alone: customers with shared addresses in other
 * spellings, groups, metadata, consents, flags and orders. The same numbers give the same store, so that
 * two runs can be compared.
 */
import type { Database } from "../src/modules/mail/sql/database"

export interface StoreSize {
  customers: number
  orders: number
}

/** Every 20th customer is a guest who shares the address of the account before it, in capitals. */
const CUSTOMERS = `
  INSERT INTO customer (id, email, first_name, last_name, company_name, phone, has_account, metadata, created_at)
  SELECT 'cus_' || lpad(g::text, 10, '0'),
         CASE WHEN g % 200 = 7 THEN NULL
              WHEN g % 20 = 0 THEN upper('member' || (g - 1) || '@shop' || (g - 1) % 500 || '.example')
              ELSE 'member' || g || '@shop' || g % 500 || '.example' END,
         CASE WHEN g % 3 = 0 THEN '花子' ELSE 'Given' || g % 1000 END,
         CASE WHEN g % 3 = 0 THEN '山田' ELSE 'Family' || g % 5000 END,
         CASE WHEN g % 10 = 3 THEN 'Company ' || g % 2000 END,
         '090' || lpad((g % 100000000)::text, 8, '0'),
         g % 20 <> 0,
         jsonb_build_object('tier', (ARRAY['gold', 'silver', 'bronze'])[1 + g % 3], 'points', g % 1000),
         timestamptz '2020-01-01' + g * interval '2 minutes'
    FROM generate_series(1, $1::int) AS g`

const GROUPS = `
  INSERT INTO customer_group (id, name)
  SELECT 'cusgroup_' || n, 'Group ' || n FROM generate_series(0, 9) AS n`

/** Half of the customers stand in one group of ten. */
const MEMBERSHIPS = `
  INSERT INTO customer_group_customer (id, customer_id, customer_group_id)
  SELECT 'cusgc_' || g, 'cus_' || lpad(g::text, 10, '0'), 'cusgroup_' || g / 2 % 10
    FROM generate_series(2, $1::int, 2) AS g`

const MEMBERS = `
  INSERT INTO mpmd_member (customer_id, opted_in_at, address, source)
  SELECT id, created_at + interval '1 minute', lower(email), 'import'
    FROM customer WHERE right(id, 1) <> '5'`

/** Of the addresses, 3 % are invalid, 1 % have withdrawn, 0.1 % have complained. */
const ADDRESSES = `
  INSERT INTO mpmd_address (email, invalid, invalid_class, invalid_since, unsubscribed_at, complained_at)
  SELECT lower(email), n < 30, CASE WHEN n < 30 THEN 'address_invalid' END, CASE WHEN n < 30 THEN now() END,
         CASE WHEN n BETWEEN 30 AND 39 THEN now() END, CASE WHEN n = 40 THEN now() END
    FROM (SELECT email, right(id, 10)::int * 7 % 1000 AS n FROM customer
           WHERE has_account AND email IS NOT NULL) AS known
   WHERE n <= 40`

/** Two thirds of the orders know their customer; the others only an address, in capitals. */
const ORDERS = `
  INSERT INTO "order" (id, customer_id, email, status, is_draft_order, canceled_at, currency_code, created_at)
  SELECT 'order_' || lpad(g::text, 10, '0'),
         CASE WHEN g % 3 > 0 THEN c.id END,
         CASE WHEN g % 3 > 0 THEN c.email ELSE upper(c.email) END,
         (CASE WHEN g % 25 = 1 THEN 'canceled' ELSE 'pending' END)::order_status_enum,
         g % 50 = 2,
         CASE WHEN g % 25 = 1 THEN now() END,
         'jpy',
         now() - (g::bigint * 7919 % 1500) * interval '1 day'
    FROM generate_series(1, $1::int) AS g
    JOIN customer c ON c.id = 'cus_' || lpad((1 + g::bigint * 611953 % $2::int * 2 / 3)::text, 10, '0')`

/**
 * Fills an empty, migrated store. About 40 seconds for 1,000,000 customers and 600,000 orders.
 *
 * @param db - A database with Medusa's and this plugin's tables.
 */
export async function fillStore(db: Database, size: StoreSize): Promise<void> {
  await db.query(CUSTOMERS, [size.customers])
  await db.query(GROUPS)
  await db.query(MEMBERSHIPS, [size.customers])
  await db.query(MEMBERS)
  await db.query(ADDRESSES)
  await db.query(ORDERS, [size.orders, size.customers])
  for (const table of ["customer", "customer_group_customer", "mpmd_member", "mpmd_address", '"order"']) {
    await db.query(`VACUUM ANALYZE ${table}`)
  }
}
