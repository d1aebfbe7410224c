/** The record of the invalid flag: since when, why and by whom an address was flagged, and who cleared it. */
import { normalised } from "../address/sql"
import type { Database } from "../sql/database"

export interface FlagEventDTO {
  id: string
  action: "flagged" | "cleared"
  /** The server's words, or those of the person. */
  reason: string | null
  /** Failure class. */
  class: string | null
  /** The mail that did not arrive, and of which mailing it was. */
  delivery_id: string | null
  mailing_id: string | null
  /** As it was written. */
  mailing_subject: string | null
  /** `automatic`: by what came back, as the option `bounces` says. */
  origin: "person" | "automatic"
  actor_id: string | null
  created_at: Date
}

export interface FlagRecordOptions {
  customer_id: string
  limit: number
  offset: number
}

const OF_CUSTOMER = `f.email = (SELECT nullif(${normalised("c.email")}, '') FROM customer c WHERE c.id = $1)`

/** Of the address that a customer has now, the latest first. */
export async function listFlagEvents(
  db: Database,
  { customer_id, limit, offset }: FlagRecordOptions
): Promise<{ flags: FlagEventDTO[]; count: number }> {
  const flags = await db.query<FlagEventDTO>(
    "SELECT f.id::text, f.action, f.reason, f.class, f.delivery_id, m.id AS mailing_id, " +
      "m.content->>'subject' AS mailing_subject, f.origin, f.actor_id, f.created_at FROM mpmd_flag_event f " +
      "LEFT JOIN mpmd_delivery d ON d.id = f.delivery_id " +
      "LEFT JOIN mpmd_mailing m ON m.id = coalesce(d.mailing_id, d.about_mailing_id) " +
      `WHERE ${OF_CUSTOMER} ORDER BY f.id DESC LIMIT $2 OFFSET $3`,
    [customer_id, limit, offset]
  )
  const [total] = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM mpmd_flag_event f WHERE ${OF_CUSTOMER}`,
    [customer_id]
  )
  return { flags, count: total!.count }
}
