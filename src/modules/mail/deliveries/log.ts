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
import { lowered } from "../address/sql"
import { invalid } from "../refusals/refusal"
import type { Database } from "../sql/database"
import { type Parameters, parameters } from "../sql/parameters"
import { spellingsOf } from "../sql/search"
import { type DateRange, DEFAULT_TRANSPORT, type DeliveryState, LOG_KINDS, type LogKind } from "../words"
import { leasedRows } from "./leases"
import { type DeliveryDTO, SHOWN } from "./ledger"
import { partConditions } from "./ledger-part"
import { subjectsOf } from "./subjects"

export interface LogEntry extends DeliveryDTO {
  /** Where it stands in the list: when its mailing began, or when it was asked for. */
  at: Date
  /** As its reader saw it, or as it was written where it cannot be made any more. */
  subject: string | null
}

/** What is looked for. */
export interface LogPart {
  kind?: readonly LogKind[]
  state?: readonly DeliveryState[]
  /** Failure classes and reasons for skipping, in the ledger's words. */
  reason?: readonly string[]
  /** An address, or how it begins. */
  recipient?: string
  /** A part of the subject, as it was written. */
  subject?: string
  at?: DateRange
  /** By name; `default` is the store's own. */
  transport?: readonly string[]
}

export interface LogOptions extends LogPart {
  /** `next` of the page before. */
  after?: string
  limit: number
}

export interface LogPage {
  deliveries: LogEntry[]
  /** Where the next page begins; null: this is the last one. */
  next: string | null
}

/** By what a mail outside mailings is called in its key, see models/delivery.ts. */
const ORIGINS: Record<Exclude<LogKind, "member" | "order">, readonly string[]> = {
  automatic: ["auto"],
  single: ["asked", "resend"],
  copy: ["copy"],
  test: ["test"],
}

/** Indexed like this. */
const ORIGIN = "split_part(d.dedupe_key, ':', 1)"

/** A row's place. Moments are texts: a Date of JavaScript would lose the microseconds. */
interface Position {
  at: string
  id: string
  mailing_id: string | null
  position: number | null
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

/** Everything that is asked of the rows themselves, wherever they are looked for. */
function ofRows({ state, reason }: LogOptions, values: Parameters): string {
  const part = partConditions({ state, reason }, values.values.length + 1)
  part.values.forEach((value) => values.add(value))
  return ["d.deleted_at IS NULL", ...part.sql].join(" AND ")
}

/** A mail on its way is found by its time, or by its lease. */
function onItsWay({ state }: LogOptions): string[] {
  const open = state?.every((one) => OPEN.has(one))
  return open
    ? [`(d.next_attempt_at IS NOT NULL OR d.id = ANY(ARRAY(SELECT id FROM ${leasedRows()} l)))`]
    : []
}

function inRange(column: string, at: DateRange | undefined, values: Parameters): string[] {
  return [
    ...(at?.$gte ? [`${column} >= ${values.add(at.$gte)}::timestamptz`] : []),
    ...(at?.$lte ? [`${column} <= ${values.add(at.$lte)}::timestamptz`] : []),
  ]
}

/** Counters that have a mail of these states among them: other mailings need not be walked. */
const COUNTED: Partial<Record<DeliveryState, string>> = {
  pending: "m.pending",
  sending: "m.pending",
  sent: "m.sent",
  deferred: "m.deferred",
  failed: "m.failed",
  uncertain: "m.uncertain",
  skipped: "m.skipped",
  bounced: "m.bounced",
  complained: "m.complained",
}

const OPEN: ReadonlySet<DeliveryState> = new Set(["pending", "claimed", "sending", "deferred"])

/** With the contents whose subject is looked for: known beforehand, so that Postgres sees how rare they are. */
type Asked<Of extends LogPart = LogOptions> = Of & { contents?: string[] }

/** Mail outside mailings that still has its content stands in an index by it. */
const WITH_CONTENT = "d.kind <> 'member' AND d.content_cleared_at IS NULL"

/** Of mail outside mailings: nobody is to walk all of it for the subject of a mailing. */
async function contentsOf(db: Database, subject: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    "SELECT c.id FROM mpmd_content c WHERE strpos(lower(c.subject), lower($1)) > 0 AND c.deleted_at IS NULL AND EXISTS " +
      `(SELECT FROM mpmd_delivery d WHERE d.content_id = c.id AND d.mailing_id IS NULL AND ${WITH_CONTENT} AND d.deleted_at IS NULL)`,
    [subject]
  )
  return rows.map(({ id }) => id)
}

/** Asked for only where it is looked at. */
function wayOf({ transport }: LogOptions): string {
  return transport ? ", d.transport" : ""
}

/**
 * All mails of a member mailing leave by the transport that the mailing names, or by the store's own, where that one was taken
 * out of the options meanwhile. Those of an order mailing go each its own way.
 */
function mayHave(transport: readonly string[] | undefined, values: Parameters): string[] {
  return transport && !transport.includes(DEFAULT_TRANSPORT)
    ? [`(m.kind = 'order' OR m.transport = ANY(${values.add(transport)}))`]
    : []
}

function mailingsWalk(options: LogOptions, from: Position | null, values: Parameters): string {
  const { kind = LOG_KINDS, state, reason, subject, at, transport } = options
  const conditions = [
    "m.started_at IS NOT NULL AND m.deleted_at IS NULL",
    `m.kind = ANY(${values.add(kind)})`,
    ...inRange("m.started_at", at, values),
    ...(state ? [`${state.map((one) => COUNTED[one]).join(" + ")} > 0`] : []),
    ...(subject ? [`strpos(lower(m.content->>'subject'), lower(${values.add(subject)})) > 0`] : []),
    ...mayHave(transport, values),
  ]
  /** Behind which position a mailing's mails begin. */
  let begin: string | undefined
  if (from?.mailing_id) {
    const [moment, id] = [values.add(from.at), values.add(from.mailing_id)]
    conditions.push(`(m.started_at, m.id) <= (${moment}::timestamptz, ${id})`)
    begin = `CASE WHEN m.id = ${id} THEN ${values.add(from.position)}::int ELSE 0 END`
  } else if (from) {
    conditions.push(`m.started_at < ${values.add(from.at)}::timestamptz`)
  }
  const limit = values.add(options.limit + 1)
  // Positions have no gaps. Where many are asked for, Postgres would sort a whole mailing, however large, for its first ones.
  const range = [
    ...(begin ? [`AND d.position > ${begin}`] : []),
    ...(transport && !state && !reason ? [`AND d.position <= ${begin ?? 0} + ${limit}::int`] : []),
  ].join(" ")
  return (
    `(SELECT d.id, m.started_at AS at, 0 AS loose, m.id AS mailing, d.position${wayOf(options)} FROM (SELECT * FROM mpmd_mailing m ` +
    `WHERE ${conditions.join(" AND ")} ORDER BY m.started_at DESC, m.id DESC LIMIT ALL OFFSET 0) m CROSS JOIN LATERAL ` +
    `(SELECT d.id, d.position${wayOf(options)} FROM mpmd_delivery d WHERE d.mailing_id = m.id ${range} AND ${ofRows(options, values)} ` +
    `ORDER BY d.position LIMIT ${limit}) d ORDER BY m.started_at DESC, m.id DESC, d.position LIMIT ${limit})`
  )
}

function looseWalk(options: Asked, origin: string, from: Position | null, values: Parameters): string {
  const { contents, at } = options
  const conditions = [
    `d.mailing_id IS NULL AND ${ORIGIN} = '${origin}'`,
    ofRows(options, values),
    ...onItsWay(options),
    ...inRange("d.created_at", at, values),
  ]
  if (contents) {
    conditions.push(`d.content_id = ANY(${values.add(contents)}) AND ${WITH_CONTENT}`)
  }
  if (from) {
    const moment = `${values.add(from.at)}::timestamptz`
    conditions.push(
      from.mailing_id === null
        ? `(d.created_at, d.id) < (${moment}, ${values.add(from.id)})`
        : `d.created_at <= ${moment}`
    )
  }
  return (
    `(SELECT d.id, d.created_at AS at, 1 AS loose, NULL::text AS mailing, NULL::int AS position${wayOf(options)} ` +
    `FROM mpmd_delivery d WHERE ${conditions.join(" AND ")} ORDER BY d.created_at DESC, d.id DESC LIMIT ${values.add(options.limit + 1)})`
  )
}

/** In the order of the whole log. */
const ORDER = "at DESC, loose, mailing DESC, position, id DESC"

/** Behind a row, of whichever sort it is. */
function behind(from: Position, values: Parameters): string {
  const moment = `${values.add(from.at)}::timestamptz`
  const same =
    from.mailing_id === null
      ? `(loose = 1 AND id < ${values.add(from.id)})`
      : `(loose = 1 OR (mailing, -position) < (${values.add(from.mailing_id)}, ${values.add(-from.position!)}))`
  return `(at < ${moment} OR (at = ${moment} AND ${same}))`
}

/** One person's mails are few; they are looked up by their address. */
function recipientWalk(options: LogOptions, from: Position | null, values: Parameters): string {
  const { kind = LOG_KINDS, subject, at } = options
  const origins = originsOf(kind)
  const addresses = spellingsOf(options.recipient!.trim()).map((spelling) => {
    const beginning = lowered(`${values.add(spelling)}::text`)
    return `(d.address ~>=~ ${beginning} AND d.address ~<~ (${beginning} || chr(1114111)))`
  })
  const written = subject && values.add(subject)
  const found =
    "SELECT d.id, coalesce(m.started_at, d.created_at) AS at, (d.mailing_id IS NULL)::int AS loose, " +
    `d.mailing_id AS mailing, d.position${wayOf(options)} FROM mpmd_delivery d LEFT JOIN mpmd_mailing m ON m.id = d.mailing_id ` +
    `WHERE (${addresses.join(" OR ")}) AND ${ofRows(options, values)} AND CASE WHEN d.mailing_id IS NULL ` +
    `THEN ${ORIGIN} = ANY(${values.add(origins)}) ELSE d.kind = ANY(${values.add(kind)}) END` +
    (written
      ? ` AND strpos(lower(coalesce(m.content->>'subject', (SELECT c.subject FROM mpmd_content c WHERE c.id = d.content_id))), lower(${written})) > 0`
      : "")
  const conditions = [...inRange("at", at, values), ...(from ? [behind(from, values)] : [])]
  return `(SELECT * FROM (${found}) found WHERE ${["true", ...conditions].join(" AND ")} ORDER BY ${ORDER} LIMIT ${values.add(options.limit + 1)})`
}

function originsOf(kinds: readonly LogKind[]): string[] {
  return kinds.flatMap((kind) => (kind === "member" || kind === "order" ? [] : ORIGINS[kind]))
}

function walksOf(options: Asked, from: Position | null, values: Parameters): string[] {
  const { kind = LOG_KINDS } = options
  if (options.recipient) {
    return [recipientWalk(options, from, values)]
  }
  const hasMailings = kind.includes("member") || kind.includes("order")
  return [
    ...(hasMailings ? [mailingsWalk(options, from, values)] : []),
    ...(options.contents?.length === 0 ? [] : originsOf(kind)).map((origin) =>
      looseWalk(options, origin, from, values)
    ),
  ]
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
