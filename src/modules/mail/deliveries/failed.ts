/** Mails that did not arrive, of all mailings and single mail, the latest failure first. */

import { invalid } from "../refusals/refusal"
import type { Database } from "../sql/database"
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

/** As text: a Date of JavaScript would lose the microseconds, and with them the place in the list. */
async function positionOf(db: Database, after: string): Promise<Position> {
  const [found] = await db.query<Position>(
    "SELECT created_at::text, id FROM mpmd_delivery_event WHERE id = $1 AND to_state IN ('failed', 'bounced')",
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
 * many rows first. Only the last word on a delivery counts; one that was sent again since then has a later attempt.
 * Samples to oneself are no failures of anybody's address.
 */
export async function listFailedDeliveries(
  db: Database,
  { after, invalid, limit }: FailedDeliveryListOptions
): Promise<FailedDeliveryPage> {
  const from = after === undefined ? null : await positionOf(db, after)
  const conditions = [
    "e.to_state IN ('failed', 'bounced') AND e.deleted_at IS NULL AND d.kind <> 'test'",
    ...(from ? ["(e.created_at, e.id) < ($2::timestamptz, $3)"] : []),
    ...(invalid === undefined ? [] : [invalid ? FLAGGED : `NOT ${FLAGGED}`]),
  ]
  const rows = await db.query<FailedDeliveryDTO>(
    `SELECT ${SHOWN}, e.id AS event_id, e.created_at AS failed_at, m.content->>'subject' AS mailing_subject ` +
      "FROM mpmd_delivery_event e JOIN mpmd_delivery d ON d.id = e.delivery_id AND d.attempt = e.attempt " +
      "AND d.state = e.to_state AND d.deleted_at IS NULL " +
      "LEFT JOIN mpmd_mailing m ON m.id = coalesce(d.mailing_id, d.about_mailing_id) " +
      `WHERE ${conditions.join(" AND ")} ORDER BY e.created_at DESC, e.id DESC LIMIT $1`,
    [limit + 1, ...(from ? [from.created_at, from.id] : [])]
  )
  const failures = rows.slice(0, limit)
  return { failures, next: rows.length > limit ? (failures.at(-1)?.event_id ?? null) : null }
}
