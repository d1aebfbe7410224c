/** Customers, groups and orders made by SQL, in any shape that Medusa's tables allow. */
import { normalised } from "../../src/modules/mail/address/sql"
import type { Database } from "../../src/modules/mail/sql/database"

export interface CustomerSeed {
  id?: string
  email?: string | null
  first_name?: string | null
  last_name?: string | null
  company_name?: string | null
  phone?: string | null
  has_account?: boolean
  metadata?: Record<string, unknown> | null
  created_at?: string
  deleted_at?: string | null
  /** When they opted in. */
  opted_in_at?: string
}

export interface OrderSeed {
  id?: string
  customer_id?: string | null
  email?: string | null
  status?: string
  is_draft_order?: boolean
  canceled_at?: string | null
  deleted_at?: string | null
  created_at?: string
  sales_channel_id?: string
  locale?: string
  currency_code?: string
  /** What it comes to now. */
  total?: number
  /** Products that stand in it. */
  products?: string[]
  /** Where it goes. */
  country?: string
}

export interface AddressSeed {
  unsubscribed_at?: string | null
  complained_at?: string | null
  invalid?: boolean
}

const TABLES = [
  "customer",
  "customer_group",
  "customer_address",
  '"order"',
  "order_address",
  "order_line_item",
  "product",
  "product_collection",
  "mpmd_member",
  "mpmd_address",
  "mpmd_consent_event",
  "mpmd_delivery",
  "mpmd_mailing",
]

let counter = 0

async function insert(db: Database, table: string, row: object): Promise<void> {
  const columns = Object.keys(row)
  const places = columns.map((_, index) => `$${index + 1}`)
  await db.query(
    `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${places.join(", ")})`,
    Object.values(row)
  )
}

/** Each customer gets an address of their own unless told otherwise. @returns the id. */
export async function aCustomer(db: Database, seed: CustomerSeed = {}): Promise<string> {
  counter += 1
  const { opted_in_at, ...row } = seed
  const id = seed.id ?? `cus_${String(counter).padStart(6, "0")}`
  await insert(db, "customer", { id, email: `c${counter}@shop.example`, has_account: true, ...row })
  if (opted_in_at) {
    await db.query(
      `INSERT INTO mpmd_member (customer_id, opted_in_at, address, source)
       SELECT id, $2, nullif(${normalised("email")}, ''), 'test' FROM customer WHERE id = $1`,
      [id, opted_in_at]
    )
  }
  return id
}

/** A customer who opted in at the beginning of 2026. */
export function aMember(db: Database, seed: CustomerSeed = {}): Promise<string> {
  return aCustomer(db, { opted_in_at: "2026-01-01", ...seed })
}

/** What is known about an address, as `mpmd_address` keeps it. */
export function knownAddress(db: Database, email: string, seed: AddressSeed): Promise<void> {
  return insert(db, "mpmd_address", { email, ...seed })
}

/** @returns the group's id. */
export async function aGroup(db: Database, name: string, customerIds: readonly string[]): Promise<string> {
  counter += 1
  const id = `cusgroup_${counter}`
  await insert(db, "customer_group", { id, name })
  for (const customer_id of customerIds) {
    await insert(db, "customer_group_customer", {
      id: `cusgc_${(counter += 1)}`,
      customer_id,
      customer_group_id: id,
    })
  }
  return id
}

/** @returns the order's id. */
export async function anOrder(db: Database, seed: OrderSeed): Promise<string> {
  counter += 1
  const { total, products = [], country, ...row } = seed
  const id = seed.id ?? `order_${counter}`
  const shipping_address_id = country ? `ordaddr_${counter}` : null
  if (shipping_address_id) {
    await insert(db, "order_address", { id: shipping_address_id, country_code: country })
  }
  await insert(db, '"order"', { id, currency_code: "jpy", shipping_address_id, ...row })
  if (total !== undefined) {
    await insert(db, "order_summary", {
      id: `ordsum_${counter}`,
      order_id: id,
      version: 1,
      totals: JSON.stringify({ current_order_total: total }),
    })
  }
  for (const product_id of products) {
    await insertLine(db, id, product_id)
  }
  return id
}

async function insertLine(db: Database, order_id: string, product_id: string): Promise<void> {
  counter += 1
  const none = JSON.stringify({ value: "0", precision: 20 })
  const item_id = `ordli_${counter}`
  await insert(db, "order_line_item", {
    id: item_id,
    title: product_id,
    product_id,
    unit_price: 0,
    raw_unit_price: none,
  })
  const others = [
    "fulfilled",
    "delivered",
    "shipped",
    "return_requested",
    "return_received",
    "return_dismissed",
  ]
  const others_none = [...others, "written_off"].flatMap((name) => [
    [`${name}_quantity`, 0],
    [`raw_${name}_quantity`, none],
  ])
  await insert(db, "order_item", {
    id: `orditem_${counter}`,
    order_id,
    item_id,
    version: 1,
    quantity: 1,
    raw_quantity: JSON.stringify({ value: "1", precision: 20 }),
    ...(Object.fromEntries(others_none) as object),
  })
}

/** @param collection - Its id; made if there is none. */
export async function aProduct(db: Database, id: string, collection: string | null = null): Promise<void> {
  if (collection) {
    await db.query(
      "INSERT INTO product_collection (id, title, handle) VALUES ($1, $1, $1) ON CONFLICT DO NOTHING",
      [collection]
    )
  }
  await insert(db, "product", { id, title: id, handle: id, collection_id: collection })
}

/** In a customer's own list of addresses. */
export function anAddressOf(db: Database, customer_id: string, country_code: string): Promise<void> {
  counter += 1
  return insert(db, "customer_address", { id: `cuaddr_${counter}`, customer_id, country_code })
}

/** Empties what these factories fill. */
export async function emptyStore(db: Database): Promise<void> {
  await db.query(`TRUNCATE ${TABLES.join(", ")} CASCADE`)
}
