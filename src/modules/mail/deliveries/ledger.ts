/** The ledger: what became of every mail, in the server's own words. */
import { promisify } from "node:util"
import { gunzip } from "node:zlib"

import { lowered } from "../address/sql"
import { fault } from "../content/liquid/fault"
import { issueOf, RenderError, tooMuchData } from "../content/render"
import { loadContent } from "../content/store"
import { FLAG_OFFERED } from "../failures/offer"
import type { LinkOptions } from "../members/unsubscribe-link"
import { notFound } from "../refusals/refusal"
import { render } from "../render-threads"
import { LOADED } from "../sql/data-size"
import type { Database } from "../sql/database"
import { spellingsOf } from "../sql/search"
import type { ContentIssue, DeliveryKind, DeliveryState, RenderedMail, Variables } from "../words"
import type { AutomaticEvent } from "../words/automatic-rules"
import { type AttachmentDTO, ATTACHMENTS } from "./attachments"
import { SECRET } from "./lanes"
import { ATTEMPT_NOW } from "./leases"
import { type LedgerPart, partConditions, SHOWN_STATE } from "./ledger-part"
import { mayBeResent, REPEATED } from "./resend"
import { subjectsOf } from "./subjects"
import { deliveryLink } from "./unsubscribe-link"

export interface DeliveryDTO {
  id: string
  kind: DeliveryKind
  mailing_id: string | null
  about_mailing_id: string | null
  position: number | null
  customer_id: string | null
  order_id: string | null
  email: string
  recipient_name: string | null
  /** By which of several transports it leaves or left; null is the one of the whole store. */
  transport: string | null
  state: DeliveryState
  /** Failure class or reason for skipping; null for a plain success. */
  reason: string | null
  attempt: number
  next_attempt_at: Date | null
  /** The server's own words. */
  response: string | null
  smtp_code: number | null
  smtp_enhanced: string | null
  sent_at: Date | null
  /** Since when what it said is gone, because it is older than `retentionMonths`. */
  content_cleared_at: Date | null
  created_at: Date
  /** The delivery that this one repeats, if it was sent again. */
  repeats_id: string | null
  /** Of automatic mail: the event that has sent it. */
  automatic: AutomaticEvent | null
  /** Whether the address is flagged invalid now, whatever became of this mail. */
  invalid: boolean
  /** Whether the ledger says enough for flagging the address: ticked beforehand. */
  flag_offered: boolean
}

export interface ListedDelivery extends DeliveryDTO {
  /** As its reader saw it, or as it was written where it cannot be made any more; null in the list of one mailing. */
  subject: string | null
}

export interface DeliveryEventDTO {
  id: string
  attempt: number
  from_state: DeliveryState
  to_state: DeliveryState
  reason: string | null
  smtp_code: number | null
  smtp_enhanced: string | null
  phase: string | null
  response: string | null
  /** The address that it had before, on the step that gave it another. */
  email: string | null
  actor_id: string | null
  created_at: Date
}

/** What came back about a mail that was sent. */
export interface DeliveryReturnDTO {
  kind: "bounce" | "complaint" | "progress"
  /** `named`, `guessed` (by address and time): nothing proves that it is about this mail, so nothing followed from it. */
  matched_by: "sealed" | "vouched" | "named" | "guessed"
  /** `message`, or the mail service that told it. */
  source: string
  recipient: string | null
  status: string | null
  /** The server's own words. */
  diagnostic: string | null
  /** The server that decided. */
  remote: string | null
  /** The head of the message that came back. */
  evidence: string | null
  created_at: Date
}

export interface DeliveryDetailDTO extends DeliveryDTO {
  /** Whether this mail can be sent once more by itself. */
  resendable: boolean
  /** The files that went with it; none once its content was cleared. */
  attachments: AttachmentDTO[]
  events: DeliveryEventDTO[]
  /** The oldest first. */
  returns: DeliveryReturnDTO[]
  /** Null once its content was cleared, since nothing is shown that was not sent; and if it cannot be made. */
  mail: SentMail | null
  /** Why it cannot be made; mostly the reason for which it was not sent either. */
  mail_fault: ContentIssue | null
}

export interface SentMail extends RenderedMail {
  /** The message byte for byte but for its files, if it was kept: order and single mail. */
  raw: string | null
}

export interface DeliveryListOptions extends LedgerPart {
  mailing_id?: string
  customer_id?: string
  order_id?: string
  /** Part of the address. */
  q?: string
  limit: number
  offset: number
}

/** One look per row. Postgres answers `EXISTS` here by reading all flagged addresses, be there a million of them. */
export const FLAGGED =
  "coalesce((SELECT a.invalid FROM mpmd_address a WHERE a.email = d.address AND a.deleted_at IS NULL), false)"

export const SHOWN =
  "d.id, d.kind, d.mailing_id, d.about_mailing_id, d.position, d.customer_id, d.order_id, d.email, " +
  `d.recipient_name, d.transport, ${SHOWN_STATE} AS state, d.reason, ${ATTEMPT_NOW} AS attempt, ` +
  "d.next_attempt_at, d.response, d.smtp_code, d.smtp_enhanced, d.sent_at, d.content_cleared_at, d.created_at, " +
  "CASE WHEN d.dedupe_key LIKE 'auto:%' THEN split_part(d.dedupe_key, ':', 2) END AS automatic, " +
  `${REPEATED} AS repeats_id, ${FLAGGED} AS invalid, ${FLAG_OFFERED} AS flag_offered`

/** In its normal form, whose domain is in ASCII, or as it was written: part of an international name has no other spelling. */
const IN_ADDRESS =
  `EXISTS (SELECT FROM unnest(?::text[]) AS part WHERE strpos(d.address, ${lowered("part")}) > 0 ` +
  "OR (octet_length(part) > length(part) AND strpos(lower(d.email), lower(part)) > 0))"

/** The ledger, of a mailing in the order of positions, else newest first. */
export async function listDeliveries(
  db: Database,
  options: DeliveryListOptions
): Promise<{ deliveries: ListedDelivery[]; count: number }> {
  const values: unknown[] = []
  const conditions = ["d.deleted_at IS NULL"]
  const where = (condition: string, value: unknown) => {
    values.push(value)
    conditions.push(condition.replaceAll("?", `$${values.length}`))
  }
  if (options.mailing_id) where("d.mailing_id = ?", options.mailing_id)
  if (options.customer_id) where("d.customer_id = ?", options.customer_id)
  if (options.order_id) where("d.order_id = ?", options.order_id)
  if (options.q) where(IN_ADDRESS, spellingsOf(options.q.trim()))
  const part = partConditions(options, values.length + 1)
  values.push(...part.values)
  conditions.push(...part.sql)
  const order = options.mailing_id ? "d.position" : "d.created_at DESC, d.id DESC"
  const deliveries = await db.query<DeliveryDTO>(
    `SELECT ${SHOWN} FROM mpmd_delivery d WHERE ${conditions.join(" AND ")} ORDER BY ${order} ` +
      `LIMIT $${values.length + 1} OFFSET $${values.length + 2}`,
    [...values, options.limit, options.offset]
  )
  const [total] = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM mpmd_delivery d WHERE ${conditions.join(" AND ")}`,
    values
  )
  const ids = options.mailing_id ? [] : deliveries.map(({ id }) => id)
  const subjects = await subjectsOf(db, ids)
  return {
    deliveries: deliveries.map((row) => ({ ...row, subject: subjects.get(row.id) ?? null })),
    count: total!.count,
  }
}

interface StoredContent {
  content_id: string
  secret: boolean
  variables: Variables | null
  bytes: Buffer | null
}

interface StoredFiles {
  attachments: AttachmentDTO[] | null
}

/** One delivery with its events and its mail. @throws MedusaError `not_found` */
export async function getDelivery(
  db: Database,
  id: string,
  links: LinkOptions = {}
): Promise<DeliveryDetailDTO> {
  const [row] = await db.query<DeliveryDTO & StoredContent & StoredFiles>(
    `SELECT ${SHOWN}, d.content_id, ${LOADED} AS variables, d.bytes, ` +
      `${SECRET} AS secret, ${ATTACHMENTS} AS attachments FROM mpmd_delivery d WHERE d.id = $1 AND d.deleted_at IS NULL`,
    [id]
  )
  if (!row) {
    throw notFound("delivery", id)
  }
  const events = await db.query<DeliveryEventDTO>(
    "SELECT id, attempt, from_state, to_state, reason, smtp_code, smtp_enhanced, phase, response, email, actor_id, created_at " +
      "FROM mpmd_delivery_event WHERE delivery_id = $1 AND deleted_at IS NULL ORDER BY created_at, attempt",
    [id]
  )
  const returns = await db.query<DeliveryReturnDTO>(
    "SELECT kind, matched_by, source, recipient, status, diagnostic, remote, evidence, created_at FROM mpmd_return " +
      "WHERE delivery_id = $1 ORDER BY created_at, digest",
    [id]
  )
  const { content_id, secret, variables, bytes, attachments, ...delivery } = row
  const stored = { content_id, secret, variables, bytes }
  const shown = delivery.content_cleared_at ? NOTHING : await mailOf(db, delivery, stored, links)
  const files = (attachments ?? []).map(({ filename, content_type, size }) => ({
    filename,
    content_type,
    size,
  }))
  return { ...delivery, resendable: mayBeResent(delivery), attachments: files, events, returns, ...shown }
}

type Shown = Pick<DeliveryDetailDTO, "mail" | "mail_fault">

const NOTHING: Shown = { mail: null, mail_fault: null }

async function mailOf(
  db: Database,
  delivery: DeliveryDTO,
  { content_id, secret, variables, bytes }: StoredContent,
  links: LinkOptions
): Promise<Shown> {
  if (secret) {
    return { mail: null, mail_fault: { field: "", ...fault("secret") } }
  }
  if (!variables) {
    return { mail: null, mail_fault: issueOf(tooMuchData()) }
  }
  const content = await loadContent(db, content_id)
  try {
    const mail = await render("view", content, {
      ...variables,
      ...content.constants,
      unsubscribe_url: deliveryLink(links, delivery, content.language),
    })
    const raw = bytes ? (await promisify(gunzip)(bytes)).toString("utf8") : null
    return { mail: { ...mail, raw }, mail_fault: null }
  } catch (error) {
    if (!(error instanceof RenderError)) {
      throw error
    }
    return { mail: null, mail_fault: issueOf(error) }
  }
}
