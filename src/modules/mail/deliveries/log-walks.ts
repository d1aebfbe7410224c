/**
 * The walks over all mail that a page of the log (log.ts) is put together from: one over the mailings, one over each sort of mail
 * outside them, or one over a recipient's.
 */
import { lowered } from "../address/sql"
import { SENT } from "../quota/sent-counts"
import type { Parameters } from "../sql/parameters"
import { spellingsOf } from "../sql/search"
import { type DateRange, DEFAULT_TRANSPORT, type DeliveryState, LOG_KINDS, type LogKind } from "../words"
import { leasedRows } from "./leases"
import { partConditions } from "./ledger-part"

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
export interface Position {
  at: string
  id: string
  mailing_id: string | null
  position: number | null
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
  sent: SENT,
  deferred: "m.deferred",
  failed: "m.failed",
  uncertain: "m.uncertain",
  skipped: "m.skipped",
  bounced: "m.bounced",
  complained: "m.complained",
}

const OPEN: ReadonlySet<DeliveryState> = new Set(["pending", "claimed", "sending", "deferred"])

/** With the contents whose subject is looked for: known beforehand, so that Postgres sees how rare they are. */
export type Asked<Of extends LogPart = LogOptions> = Of & { contents?: string[] }

/** Mail outside mailings that still has its content stands in an index by it. */
export const WITH_CONTENT = "d.kind <> 'member' AND d.content_cleared_at IS NULL"

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
export const ORDER = "at DESC, loose, mailing DESC, position, id DESC"

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

/** The statements that find the next mails of a page, each in the log's order. */
export function walksOf(options: Asked, from: Position | null, values: Parameters): string[] {
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
