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
  INSERT INTO "order" (id, customer_id, email, status, is_draft_order, canceled_at, currency_code, created_at,
                       sales_channel_id, locale, shipping_address_id)
  SELECT 'order_' || lpad(g::text, 10, '0'),
         CASE WHEN g % 3 > 0 THEN c.id END,
         CASE WHEN g % 3 > 0 THEN c.email ELSE upper(c.email) END,
         (CASE WHEN g % 25 = 1 THEN 'canceled' ELSE 'pending' END)::order_status_enum,
         g % 50 = 2,
         CASE WHEN g % 25 = 1 THEN now() END,
         'jpy',
         now() - (g::bigint * 7919 % 1500) * interval '1 day' - g * interval '1 microsecond',
         'sc_' || g % 4,
         (ARRAY['ja-JP', 'en-US', 'de-DE', NULL])[1 + g / 3 % 4],
         'ordaddr_' || g
    FROM generate_series(1, $1::int) AS g
    JOIN customer c ON c.id = 'cus_' || lpad((1 + g::bigint * 611953 % $2::int * 2 / 3)::text, 10, '0')`

/** Half of the customers keep an address, a tenth of them abroad; orders go where they like. */
const ADDRESS_BOOK = `
  INSERT INTO customer_address (id, customer_id, country_code)
  SELECT 'cuaddr_' || g, 'cus_' || lpad(g::text, 10, '0'), CASE WHEN g % 20 = 1 THEN 'fr' ELSE 'jp' END
    FROM generate_series(1, $1::int, 2) AS g`

const ORDER_ADDRESSES = `
  INSERT INTO order_address (id, country_code)
  SELECT 'ordaddr_' || g, CASE WHEN g % 15 = 1 THEN 'fr' ELSE 'jp' END FROM generate_series(1, $1::int) AS g`

const PRODUCTS = `
  INSERT INTO product (id, title, handle, collection_id)
  SELECT 'prod_' || n, 'Product ' || n, 'product-' || n, 'pcol_' || n % 20 FROM generate_series(0, 499) AS n`

const COLLECTIONS = `
  INSERT INTO product_collection (id, title, handle)
  SELECT 'pcol_' || n, 'Collection ' || n, 'collection-' || n FROM generate_series(0, 19) AS n`

/** Two lines each. */
const LINES = `
  INSERT INTO order_line_item (id, title, product_id, unit_price, raw_unit_price)
  SELECT 'ordli_' || g, 'Product', 'prod_' || g::bigint * 7 % 500, 1, '{"value": "1"}'
    FROM generate_series(1, $1::int * 2) AS g`

const NONE = '\'{"value": "0"}\'::jsonb'

const ITEMS = `
  INSERT INTO order_item (id, order_id, item_id, version, quantity, raw_quantity,
                          fulfilled_quantity, raw_fulfilled_quantity, delivered_quantity, raw_delivered_quantity,
                          shipped_quantity, raw_shipped_quantity, return_requested_quantity,
                          raw_return_requested_quantity, return_received_quantity, raw_return_received_quantity,
                          return_dismissed_quantity, raw_return_dismissed_quantity, written_off_quantity,
                          raw_written_off_quantity)
  SELECT 'orditem_' || g, 'order_' || lpad(((g + 1) / 2)::text, 10, '0'), 'ordli_' || g, 1, 1, '{"value": "1"}',
         0, ${NONE}, 0, ${NONE}, 0, ${NONE}, 0, ${NONE}, 0, ${NONE}, 0, ${NONE}, 0, ${NONE}
    FROM generate_series(1, $1::int * 2) AS g`

const SUMMARIES = `
  INSERT INTO order_summary (id, order_id, version, totals)
  SELECT 'ordsum_' || g, 'order_' || lpad(g::text, 10, '0'), 1,
         jsonb_build_object('paid_total', 0, 'current_order_total', 500 + g::bigint * 37 % 20000,
                            'original_order_total', 500 + g::bigint * 37 % 20000, 'transaction_total', 0)
    FROM generate_series(1, $1::int) AS g`

const TABLES = [
  "customer",
  "customer_group_customer",
  "customer_address",
  "mpmd_member",
  "mpmd_address",
  '"order"',
  "order_address",
  "order_line_item",
  "order_item",
  "order_summary",
  "product",
]

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
  await db.query(ADDRESS_BOOK, [size.customers])
  await db.query(ORDER_ADDRESSES, [size.orders])
  await db.query(ORDERS, [size.orders, size.customers])
  await db.query(COLLECTIONS)
  await db.query(PRODUCTS)
  await db.query(LINES, [size.orders])
  await db.query(ITEMS, [size.orders])
  await db.query(SUMMARIES, [size.orders])
  for (const table of TABLES) {
    await db.query(`VACUUM ANALYZE ${table}`)
  }
}
