// The plainest SQL that finds the same people in the store of fill-store.ts: no reasons, no filters, no safety.
import type { Database } from "../src/modules/mail/sql/database"

/** Whoever may get a member mail. `where` narrows them; the join decides about those never asked. */
function people(where: string, members = "JOIN"): string {
  return `FROM customer c
    ${members} mpmd_member m ON m.customer_id = c.id
    LEFT JOIN mpmd_address a ON a.email = lower(btrim(c.email))
   WHERE c.deleted_at IS NULL AND c.email IS NOT NULL AND NOT coalesce(a.invalid, false)
     AND a.complained_at IS NULL AND a.unsubscribed_at IS NULL ${where}`
}

const PLACED = "NOT o.is_draft_order AND o.canceled_at IS NULL"

/** People with such orders: by their id, or by the order's address. */
function ordersOf(selected: string, where: string, joins: string): string {
  return `SELECT o.customer_id AS id ${selected} FROM "order" o ${joins}
           WHERE o.customer_id IS NOT NULL AND ${PLACED} AND ${where}
          UNION
          SELECT p.id ${selected} FROM "order" o ${joins} JOIN customer p ON lower(btrim(p.email)) = lower(btrim(o.email))
           WHERE ${PLACED} AND ${where}`
}

export function withOrders(where: string, joins = ""): string {
  return `AND c.id IN (${ordersOf("", where, joins)})`
}

export function withOrdersHaving(having: string): string {
  return `AND c.id IN (SELECT placed.id FROM (${ordersOf(", o.id AS order_id", "true", "")}) AS placed
    LEFT JOIN order_summary s ON s.order_id = placed.order_id GROUP BY placed.id HAVING ${having})`
}

export function withCountry(code: string): string {
  const delivery = "JOIN order_address d ON d.id = o.shipping_address_id"
  return `AND c.id IN (SELECT customer_id FROM customer_address WHERE country_code = '${code}'
    UNION ${ordersOf("", `d.country_code = '${code}'`, delivery)})`
}

/** None of its people says a language in the metadata; the shop's is English. */
export function withLanguage(tag: string): string {
  const spoken = ordersOf(", o.created_at, o.locale", "o.locale IS NOT NULL", "")
  return `AND c.id IN (SELECT p.id FROM customer p LEFT JOIN (
      SELECT DISTINCT ON (id) id, locale FROM (${spoken}) AS said ORDER BY id, created_at DESC) AS last ON last.id = p.id
    WHERE coalesce(left(last.locale, 2), 'en') = '${tag}')`
}

export async function plainCount(db: Database, where: string, members?: string): Promise<number> {
  const rows = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (
       SELECT lower(btrim(c.email)) ${people(where, members)} GROUP BY 1) AS address`
  )
  return rows[0]!.count
}

export async function plainPrepare(db: Database): Promise<number> {
  const rows = await db.query<{ count: number }>(
    `WITH inserted AS (
       INSERT INTO mpmd_delivery (id, kind, mailing_id, position, dedupe_key, content_id, customer_id, email,
                                  address, recipient_name, variables, state, quota_month)
       SELECT 'mdlv_bench_' || lpad(n::text, 9, '0'), 'member', 'mling_bench', n, address, 'mcont_bench', id,
              email, address, name, jsonb_build_object('member', jsonb_build_object('name', name)), 'pending',
              '2026-11'
         FROM (SELECT *, row_number() OVER () AS n FROM (
                 SELECT DISTINCT ON (lower(btrim(c.email))) c.id, c.email, lower(btrim(c.email)) AS address,
                        concat_ws(' ', c.last_name, c.first_name) AS name
                 ${people("")} ORDER BY lower(btrim(c.email)), c.has_account DESC, c.created_at) AS one) AS numbered
       RETURNING 1)
     SELECT count(*)::int AS count FROM inserted`
  )
  return rows[0]!.count
}

export async function plainMembers(db: Database): Promise<number> {
  await db.query("SELECT * FROM customer WHERE deleted_at IS NULL ORDER BY created_at DESC LIMIT 20")
  const rows = await db.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM customer WHERE deleted_at IS NULL"
  )
  return rows[0]!.count
}

export async function plainLastOrders(db: Database, ids: string[]): Promise<number> {
  const rows = await db.query(
    `SELECT id, max(created_at) AS at FROM (
       SELECT o.customer_id AS id, o.created_at FROM "order" o WHERE o.customer_id = ANY($1) AND ${PLACED}
        UNION ALL
       SELECT p.id, o.created_at FROM "order" o JOIN customer p ON lower(btrim(p.email)) = lower(btrim(o.email))
        WHERE p.id = ANY($1) AND ${PLACED}) AS placed GROUP BY id`,
    [ids]
  )
  return rows.length
}
