/**
 * The log: all mail of the store in one list, the latest first. Mails of a mailing stand together, at the moment when it
 * began and in the order of their positions; all others stand at the moment when they were asked for.
 *
 * So the ledger needs no index of its own for this order, which each of a million mails would have to keep up to date
 * whenever its state changes: the mailings' few rows lead to their mails by the index of positions, and only mail outside
 * mailings has an index by time. Pages go by key, so the millionth row costs what the first does. Only the search for a
 * recipient goes by an index over all mails. No index knows by which transport a mail left: for a page of one, a limited number
 * of mails is looked at, and the page may be shorter than was asked for, or empty, and lead on all the same.
 */
import { invalid } from "../refusals/refusal"
import type { Database } from "../sql/database"
import { parameters } from "../sql/parameters"
import { DEFAULT_TRANSPORT } from "../words"
import { type DeliveryDTO, SHOWN } from "./ledger"
import {
  type Asked,
  type LogOptions,
  type LogPart,
  ORDER,
  type Position,
  walksOf,
  WITH_CONTENT,
} from "./log-walks"
import { subjectsOf } from "./subjects"

export type { LogOptions, LogPart }

export interface LogEntry extends DeliveryDTO {
  /** Where it stands in the list: when its mailing began, or when it was asked for. */
  at: Date
  /** As its reader saw it, or as it was written where it cannot be made any more. */
  subject: string | null
}

export interface LogPage {
  deliveries: LogEntry[]
  /** Where the next page begins; null: this is the last one. */
  next: string | null
}

async function positionOf(db: Database, after: string): Promise<Position> {
  const [found] = await db.query<Position>(
    "SELECT coalesce(m.started_at, d.created_at)::text AS at, d.id, d.mailing_id, d.position FROM mpmd_delivery d " +
      "LEFT JOIN mpmd_mailing m ON m.id = d.mailing_id WHERE d.id = $1",
    [after]
  )
  if (!found) {
    throw invalid("after", "invalid_input", "this is not the `next` of a page of the log")
  }
  return found
}

/** Of mail outside mailings: nobody is to walk all of it for the subject of a mailing. */
async function contentsOf(db: Database, subject: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    "SELECT c.id FROM mpmd_content c WHERE strpos(lower(c.subject), lower($1)) > 0 AND c.deleted_at IS NULL AND EXISTS " +
      `(SELECT FROM mpmd_delivery d WHERE d.content_id = c.id AND d.mailing_id IS NULL AND ${WITH_CONTENT} AND d.deleted_at IS NULL)`,
    [subject]
  )
  return rows.map(({ id }) => id)
}

/** With what is known of it beforehand, which is the same for every page. */
export async function asked<Part extends LogPart>(db: Database, part: Part): Promise<Asked<Part>> {
  return { ...part, contents: part.subject ? await contentsOf(db, part.subject) : undefined }
}

/** @throws MedusaError `invalid_data` for an `after` that is no mail. */
export async function listLog(db: Database, options: LogOptions): Promise<LogPage> {
  return logPage(db, await asked(db, options))
}

type Row = Omit<LogEntry, "subject">

/** What stands on a page, and where the next one begins. */
interface Found {
  rows: Row[]
  next: string | null
}

/** How many mails are looked at for a page by transport: few at first, since where most go that way no more is needed. */
const LOOKED_AT = [500, 10_000] as const

/** One page. @throws MedusaError as {@link listLog}. */
export async function logPage(
  db: Database,
  options: Asked,
  lookedAt: readonly number[] = LOOKED_AT
): Promise<LogPage> {
  const from = options.after === undefined ? null : await positionOf(db, options.after)
  const { rows, next } = options.transport
    ? await foundBy(db, { ...options, transport: options.transport.map(nameOf) }, from, lookedAt)
    : await found(db, options, from)
  const subjects = await subjectsOf(
    db,
    rows.map(({ id }) => id)
  )
  return { deliveries: rows.map((row) => ({ ...row, subject: subjects.get(row.id) ?? null })), next }
}

/** As they stand in the options. */
function nameOf(transport: string): string {
  return transport.trim().toLowerCase()
}

async function found(db: Database, options: Asked, from: Position | null): Promise<Found> {
  const values = parameters()
  const walks = walksOf(options, from, values)
  if (!walks.length) {
    return { rows: [], next: null }
  }
  const limit = values.add(options.limit + 1)
  const rows = await db.query<Row>(
    `SELECT ${SHOWN}, page.at FROM (SELECT * FROM (${walks.join(" UNION ALL ")}) walked ORDER BY ${ORDER} LIMIT ${limit}) page ` +
      "JOIN mpmd_delivery d ON d.id = page.id ORDER BY page.at DESC, page.loose, page.mailing DESC, page.position, page.id DESC",
    values.values
  )
  const page = rows.slice(0, options.limit)
  return { rows: page, next: rows.length > options.limit ? (page.at(-1)?.id ?? null) : null }
}

async function foundBy(
  db: Database,
  options: Asked,
  from: Position | null,
  lookedAt: readonly number[]
): Promise<Found> {
  let some: Some = { places: [], next: null }
  for (const most of lookedAt) {
    some = await lookAt(db, options, from, most)
    if (some.next === null || some.places.length === options.limit) {
      break
    }
  }
  const rows = await db.query<Row>(
    `SELECT ${SHOWN}, page.at FROM unnest($1::text[], $2::timestamptz[]) WITH ORDINALITY AS page(id, at, place) ` +
      "JOIN mpmd_delivery d ON d.id = page.id ORDER BY page.place",
    [some.places.map(({ id }) => id), some.places.map(({ at }) => at)]
  )
  return { rows, next: some.next }
}

interface Some {
  places: { id: string; at: string }[]
  next: string | null
}

/** Of so many mails those that left by one of these transports; where that is no full page, the next begins behind them all. */
async function lookAt(db: Database, options: Asked, from: Position | null, most: number): Promise<Some> {
  const values = parameters()
  const walks = walksOf({ ...options, limit: most - 1 }, from, values)
  if (!walks.length) {
    return { places: [], next: null }
  }
  const fits = `coalesce(transport, '${DEFAULT_TRANSPORT}') = ANY(${values.add(options.transport)})`
  const rows = await db.query<{ id: string; at: string; fits: boolean; looked: number }>(
    `SELECT id, at::text, fits, looked FROM (SELECT id, at, ${fits} AS fits, row_number() OVER (ORDER BY ${ORDER}) AS place, ` +
      "(count(*) OVER ())::int AS looked FROM (SELECT * FROM " +
      `(${walks.join(" UNION ALL ")}) walked ORDER BY ${ORDER} LIMIT ${values.add(most)}) seen) numbered ` +
      `WHERE fits OR place = looked ORDER BY place LIMIT ${values.add(options.limit + 1)}`,
    values.values
  )
  const fitting = rows.filter((row) => row.fits)
  const places = fitting.slice(0, options.limit)
  const last = fitting.length > options.limit ? places.at(-1) : rows.at(-1)
  const isMore = fitting.length > options.limit || rows[0]?.looked === most
  return { places, next: isMore ? (last?.id ?? null) : null }
}
