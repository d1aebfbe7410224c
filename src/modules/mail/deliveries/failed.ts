/** Mails that did not arrive or were called spam, of all mailings and single mail, the latest first. */

import { invalid } from "../refusals/refusal"
import type { Database } from "../sql/database"
import { FAILED_STATES, type FailedState } from "../words"
import { type DeliveryDTO, FLAGGED, SHOWN } from "./ledger"

export interface FailedDeliveryDTO extends DeliveryDTO {
  /** The event that tells of the failure. */
  event_id: string
  failed_at: Date
  /** Subject of the mailing that this mail belongs to or is about, as it was written; null for single mail. */
  mailing_subject: string | null
}

export interface FailedDeliveryListOptions {
  /** `next` of the page before. */
  after?: string
  /** Only addresses that are flagged now, or only those that are not. */
  invalid?: boolean
  /** Refused at once (`failed`), come back later (`bounced`), called spam (`complained`); all of them, if it is left out. */
  state?: readonly FailedState[]
  limit: number
}

export interface FailedDeliveryPage {
  failures: FailedDeliveryDTO[]
  /** Where the next page begins; null: this is the last one. */
  next: string | null
}

interface Position {
  created_at: string
  id: string
}

const ANY_STATE = FAILED_STATES.map((state) => `'${state}'`).join(", ")

/** As text: a Date of JavaScript would lose the microseconds, and with them the place in the list. */
async function positionOf(db: Database, after: string): Promise<Position> {
  const [found] = await db.query<Position>(
    `SELECT created_at::text, id FROM mpmd_delivery_event WHERE id = $1 AND to_state IN (${ANY_STATE})`,
    [after]
  )
  if (!found) {
    throw invalid("after", "invalid_input", "this is not the `next` of a page of failures")
  }
  return found
}

/**
 * Walks the events and not the deliveries: a failure is as old as its event, and an index over the deliveries would
 * have to hold a column that every mail changes. Pages go by key: with the offset 100,000 Postgres would read that
 * many rows first. Each state is a walk of its own: a complaint among a million failures would be looked for long. Only
 * the last word on a delivery counts; one that was sent again since then has a later attempt. Samples to oneself are no
 * failures of anybody's address.
 */
export async function listFailedDeliveries(
  db: Database,
  { after, invalid, state = FAILED_STATES, limit }: FailedDeliveryListOptions
): Promise<FailedDeliveryPage> {
  const from = after === undefined ? null : await positionOf(db, after)
  const conditions = [
    "e.deleted_at IS NULL AND d.kind <> 'test'",
    ...(from ? ["(e.created_at, e.id) < ($2::timestamptz, $3)"] : []),
    ...(invalid === undefined ? [] : [invalid ? FLAGGED : `NOT ${FLAGGED}`]),
  ].join(" AND ")
  const walks = [...new Set(state)].map(
    (one) =>
      "(SELECT e.id, e.created_at FROM mpmd_delivery_event e JOIN mpmd_delivery d ON d.id = e.delivery_id " +
      `AND d.attempt = e.attempt AND d.state = '${one}' AND d.deleted_at IS NULL ` +
      `WHERE e.to_state = '${one}' AND ${conditions} ORDER BY e.created_at DESC, e.id DESC LIMIT $1)`
  )
  const rows = await db.query<FailedDeliveryDTO>(
    `SELECT ${SHOWN}, e.id AS event_id, e.created_at AS failed_at, m.content->>'subject' AS mailing_subject ` +
      `FROM (SELECT * FROM (${walks.join(" UNION ALL ")}) walked ORDER BY created_at DESC, id DESC LIMIT $1) page ` +
      "JOIN mpmd_delivery_event e ON e.id = page.id JOIN mpmd_delivery d ON d.id = e.delivery_id " +
      "LEFT JOIN mpmd_mailing m ON m.id = coalesce(d.mailing_id, d.about_mailing_id) " +
      "ORDER BY e.created_at DESC, e.id DESC",
    [limit + 1, ...(from ? [from.created_at, from.id] : [])]
  )
  const failures = rows.slice(0, limit)
  return { failures, next: rows.length > limit ? (failures.at(-1)?.event_id ?? null) : null }
}
