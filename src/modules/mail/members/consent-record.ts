/** The record of consents, to prove them by: who agreed or withdrew, when, how, to which words, and who entered it. */
import { normalised } from "../address/sql"
import { BYTE_ORDER_MARK, type CsvCell, csvLine } from "../formats/csv"
import { personNameSql } from "../formats/person-name"
import type { Database } from "../sql/database"

export interface ConsentEventDTO {
  id: string
  /** Null for an address that was nobody's. */
  customer_id: string | null
  /** As they are called now. */
  name: string | null
  /** The address at that time, in its normal form. */
  email: string | null
  action: "granted" | "withdrawn"
  /** How it came about. */
  source: string
  /** The words that they agreed to. */
  wording: string | null
  /** Who entered it: a user, the customer, an API key; null for a link and for other code. */
  actor_id: string | null
  created_at: Date
}

export interface ConsentRecordOptions {
  customer_id: string
  limit: number
  offset: number
}

const SHOWN =
  `SELECT e.id, e.customer_id, ${personNameSql("c.first_name", "c.last_name")} AS name, e.email, e.action, e.source, ` +
  "e.wording, e.actor_id, e.created_at FROM mpmd_consent_event e LEFT JOIN customer c ON c.id = e.customer_id"

/** A withdrawal of somebody else binds all holders of the address; a grant counts for who gave it. */
const OF_CUSTOMER = `e.deleted_at IS NULL AND (e.customer_id = $1 OR (e.action = 'withdrawn' AND e.email = (
  SELECT nullif(${normalised("own.email")}, '') FROM customer own WHERE own.id = $1)))`

/** What is on record of a customer, deleted or not, the latest first. */
export async function listConsents(
  db: Database,
  { customer_id, limit, offset }: ConsentRecordOptions
): Promise<{ consents: ConsentEventDTO[]; count: number }> {
  const consents = await db.query<ConsentEventDTO>(
    `${SHOWN} WHERE ${OF_CUSTOMER} ORDER BY e.created_at DESC, e.id DESC LIMIT $2 OFFSET $3`,
    [customer_id, limit, offset]
  )
  const [total] = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM mpmd_consent_event e WHERE ${OF_CUSTOMER}`,
    [customer_id]
  )
  return { consents, count: total!.count }
}

/** Rows for each look. */
const PAGE = 1_000

const COLUMNS: readonly (keyof ConsentEventDTO)[] = [
  "created_at",
  "customer_id",
  "name",
  "email",
  "action",
  "source",
  "wording",
  "actor_id",
]

/**
 * The lines of the whole record, or of one customer's, a thousand at a time, the oldest first; the first begins with the
 * head. By the id, which ascends with the time: the millionth row costs what the first does.
 */
export async function* exportConsents(db: Database, customerId: string | null): AsyncGenerator<string> {
  const whose = customerId === null ? "$1::text IS NULL AND e.deleted_at IS NULL" : OF_CUSTOMER
  let head = BYTE_ORDER_MARK + csvLine(COLUMNS)
  for (let after: string | undefined = ""; after !== undefined;) {
    const rows: ConsentEventDTO[] = await db.query<ConsentEventDTO>(
      `${SHOWN} WHERE ${whose} AND e.id > $2 ORDER BY e.id LIMIT $3`,
      [customerId, after, PAGE]
    )
    yield head + rows.map((row) => csvLine(COLUMNS.map((column): CsvCell => row[column]))).join("")
    head = ""
    after = rows.length === PAGE ? rows.at(-1)?.id : undefined
  }
}
