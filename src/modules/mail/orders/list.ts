/**
 * Orders, shipments and quotes to choose from. In SQL over Medusa's own tables, read only, because its API cannot
 * filter by fulfillment or payment (`?fulfillment_status=` is accepted and ignored) and lists no shipments. Only in
 * here and in progress.ts are they joined; a test runs it against the migrated tables.
 */
import { type PersonName, personName } from "../formats/person-name"
import type { Database } from "../sql/database"
import { type Parameters, parameters } from "../sql/parameters"
import { nameText, oneText, plainWidth, wordIn, wordsOf } from "../sql/search"
import type { DateRange, OrderSource } from "../words"
import type { FulfillmentStatus, PaymentStatus } from "../words/lists"
import {
  JOINED_PAYMENT,
  LINES,
  ORDER_FULFILLMENT,
  PAYMENT,
  PAYMENTS_JOIN,
  SHIPMENT_FULFILLMENT,
} from "./progress"

export interface DocumentListOptions {
  source: OrderSource
  /** Words that must all be found: a number with or without `#`, or a part of an address or a name. */
  q?: string
  status?: string[]
  /** Of a shipment `fulfilled`, `shipped` or `delivered`. */
  fulfillment_status?: FulfillmentStatus[]
  payment_status?: PaymentStatus[]
  created_at?: DateRange
  /** `created_at` or `number`, `-` in front for descending; newest first if left out. */
  order?: string
  limit: number
  offset: number
}

export interface ListedDocument {
  /** Of the order, the fulfillment or the draft order, as the source says. */
  id: string
  order_id: string
  number: string
  /** Which shipment of its order it is, from 1; null for orders and quotes. */
  shipment: number | null
  email: string | null
  recipient_name: string | null
  /** As it stands now, in the currency's own unit; null where Medusa has none. */
  total: number | null
  currency_code: string
  status: string
  fulfillment_status: FulfillmentStatus
  payment_status: PaymentStatus
  created_at: Date
}

/** Nobody pages further by hand; counting on would read every order of a large shop. */
const MOST_COUNTED = 10_000

/** Cancelled parcels do not count, so that a number stays the same for those that are left. */
const SHIPMENT_NUMBER = `(SELECT count(*)::int FROM order_fulfillment ol JOIN fulfillment other
    ON other.id = ol.fulfillment_id AND other.canceled_at IS NULL AND other.deleted_at IS NULL
 WHERE ol.order_id = o.id AND ol.deleted_at IS NULL AND (other.created_at, other.id) <= (f.created_at, f.id))`

/** As Medusa keeps it with each version of an order, so that no line of it has to be read. */
const TOTAL = `(SELECT (s.totals->>'current_order_total')::float8 FROM order_summary s
  WHERE s.order_id = o.id AND s.version = o.version AND s.deleted_at IS NULL LIMIT 1)`

/** Of these fulfillments, in their order: null for one that is cancelled or not there. */
export async function shipmentNumbers(db: Database, ids: readonly string[]): Promise<(number | null)[]> {
  const rows = await db.query<{ shipment: number | null }>(
    `SELECT CASE WHEN f.canceled_at IS NULL THEN ${SHIPMENT_NUMBER} END AS shipment
       FROM unnest($1::text[]) WITH ORDINALITY AS asked(id, n)
       LEFT JOIN fulfillment f ON f.id = asked.id AND f.deleted_at IS NULL
       LEFT JOIN order_fulfillment l ON l.fulfillment_id = f.id AND l.deleted_at IS NULL
       LEFT JOIN "order" o ON o.id = l.order_id
      ORDER BY asked.n`,
    [ids]
  )
  // A number of nothing is none.
  return rows.map(({ shipment }) => shipment || null)
}

interface Kind {
  /** The order is `o`. */
  from: string
  /** The alias of the document: `o` itself, or `f`. */
  document: string
  fulfillment: string
  shipment: string
  /** Which of them are listed. */
  where: string
}

function ofOrders(drafts: boolean): Kind {
  return {
    from: `"order" o ${LINES}`,
    document: "o",
    fulfillment: ORDER_FULFILLMENT,
    shipment: "NULL::int",
    where: drafts ? "o.is_draft_order" : "NOT o.is_draft_order",
  }
}

const KINDS: Record<OrderSource, Kind> = {
  order: ofOrders(false),
  draft_order: ofOrders(true),
  fulfillment: {
    from: `fulfillment f JOIN order_fulfillment l ON l.fulfillment_id = f.id AND l.deleted_at IS NULL
           JOIN "order" o ON o.id = l.order_id`,
    document: "f",
    fulfillment: SHIPMENT_FULFILLMENT,
    shipment: SHIPMENT_NUMBER,
    where: "f.canceled_at IS NULL AND NOT o.is_draft_order",
  },
}

const SEARCHED = oneText("o.email", nameText("c"), "c.company_name", nameText("a"), "a.company")

/** A number is looked up by index; words are looked for everywhere. */
function wordFound(word: string, values: Parameters): string {
  const plain = plainWidth(word).replace(/^#/, "")
  const custom = `o.custom_display_id = ANY(${values.add([word, plain])})`
  return /^\d{1,9}$/.test(plain)
    ? `(o.display_id = ${values.add(Number(plain))} OR ${custom})`
    : `(${custom} OR ${wordIn(SEARCHED, word, values)})`
}

function matching(kind: Kind, options: DocumentListOptions, values: Parameters): string {
  const { q, status, fulfillment_status, payment_status, created_at } = options
  const { document: d } = kind
  const conditions = [kind.where, `${d}.deleted_at IS NULL`, "o.deleted_at IS NULL"]
  if (q?.trim()) {
    conditions.push(...wordsOf(q).map((word) => wordFound(word, values)))
  }
  if (status) conditions.push(`o.status::text = ANY(${values.add(status)})`)
  if (fulfillment_status) conditions.push(`${kind.fulfillment} = ANY(${values.add(fulfillment_status)})`)
  if (payment_status) conditions.push(`${JOINED_PAYMENT} = ANY(${values.add(payment_status)})`)
  if (created_at?.$gte) conditions.push(`${d}.created_at >= ${values.add(created_at.$gte)}`)
  if (created_at?.$lte) conditions.push(`${d}.created_at <= ${values.add(created_at.$lte)}`)
  return `FROM ${kind.from} ${payment_status ? PAYMENTS_JOIN : ""}
    LEFT JOIN customer c ON c.id = o.customer_id
    LEFT JOIN order_address a ON a.id = coalesce(o.billing_address_id, o.shipping_address_id)
   WHERE ${conditions.join(" AND ")}`
}

type Row = Omit<ListedDocument, "recipient_name"> & PersonName

/** Of documents that are alike in it, the newest stands where the new ones stand. */
function sortedBy({ document: d }: Kind, order = "-created_at"): string {
  const direction = order.startsWith("-") ? "DESC" : "ASC"
  const newest = [`${d}.created_at`, `${d}.id`]
  const columns = order.endsWith("number") ? ["o.display_id", ...newest] : newest
  return columns.map((column) => `${column} ${direction}`).join(", ")
}

/** Postgres sorts first and looks up the rest for the rows of the page alone. */
function pageOf(kind: Kind, where: string, order: string, limit: string, offset: string): string {
  const { document: d } = kind
  const named = "btrim(concat(c.first_name, c.last_name)) <> ''"
  return `SELECT ${d}.id, o.id AS order_id, coalesce(o.custom_display_id, o.display_id::text) AS number, o.email,
      o.currency_code, ${TOTAL} AS total,
      ${kind.shipment} AS shipment, o.status, ${kind.fulfillment} AS fulfillment_status,
      ${PAYMENT} AS payment_status, ${d}.created_at,
      CASE WHEN ${named} THEN c.first_name ELSE a.first_name END AS first_name,
      CASE WHEN ${named} THEN c.last_name ELSE a.last_name END AS last_name
    ${where} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}`
}

async function countOf(db: Database, where: string, values: readonly unknown[]): Promise<number> {
  const [counted] = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT 1 ${where} LIMIT ${MOST_COUNTED}) AS counted`,
    values
  )
  return counted!.count
}

/**
 * One page. The number is Medusa's own, where a shop shows another one beside it.
 *
 * @returns `count` up to 10,000: more means 10,000.
 */
export async function listDocuments(
  db: Database,
  options: DocumentListOptions
): Promise<{ documents: ListedDocument[]; count: number }> {
  const kind = KINDS[options.source]
  const values = parameters()
  const where = matching(kind, options, values)
  const asked = [...values.values]
  const rows = await db.query<Row>(
    pageOf(kind, where, sortedBy(kind, options.order), values.add(options.limit), values.add(options.offset)),
    values.values
  )
  // The last page says how many there are: a search that finds little is not made twice.
  const last = rows.length < options.limit && (rows.length > 0 || options.offset === 0)
  const count = last ? options.offset + rows.length : await countOf(db, where, asked)
  const documents = rows.map(({ first_name, last_name, ...row }) => ({
    ...row,
    recipient_name: personName({ first_name, last_name }) || null,
  }))
  return { documents, count }
}
