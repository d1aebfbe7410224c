/**
 * Who of a mailing's failed or uncertain mails may be sent once more: asked of each person's address as it is now, by the one
 * rule of who may be written to.
 */
import { NO_PRESENT_ADDRESS, PRESENT_ADDRESS } from "../deliveries/present-address"
import { consentJoins, exclusionOf } from "../eligibility/exclusions"
import { notAllowed } from "../refusals/refusal"
import type { MailingState } from "../words"
import { isAllowed } from "./states"

const ALIASES = { member: "m", address: "a" }

const EXCLUSION = exclusionOf({
  ...ALIASES,
  email: "present.email",
  purpose: "terms.purpose",
  include: "terms.include",
})

/**
 * CTEs up to `judged`, of deliveries `d` of the mailing `$1`. An address that another delivery of the mailing has is not
 * written to twice, nor is one that two of these have now: the one that had it before goes, or else the first.
 *
 * Only who moved is looked for among the others: a key that stayed is nobody else's by its index, and over rows that were
 * not analysed yet each look may read the whole mailing. The audience may hold 100,000 ids: it is unpacked once.
 */
export const judged = (conditions: string) => `
  WITH terms AS MATERIALIZED (
    SELECT purpose, coalesce(audience->>'include', 'opted_in') AS include FROM mpmd_mailing WHERE id = $1
  ), asked AS MATERIALIZED (
    SELECT d.id, d.position, d.attempt, d.state, d.kind, d.content_cleared_at, d.email AS former, present.email,
           present.address, present.address IS DISTINCT FROM d.address AS moved,
           CASE WHEN d.kind <> 'member' THEN ${NO_PRESENT_ADDRESS}
                WHEN c.id IS NULL THEN 'not_found' ELSE ${EXCLUSION} END AS exclusion
      FROM mpmd_delivery d CROSS JOIN terms ${PRESENT_ADDRESS}
      ${consentJoins("d.customer_id", "present.address", ALIASES)}
     WHERE d.mailing_id = $1 AND d.deleted_at IS NULL AND ${conditions}
  ), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY exclusion IS NULL, address ORDER BY moved, position) AS turn FROM asked
  ), judged AS (
    SELECT r.id, r.position, r.attempt, r.state, r.kind, r.content_cleared_at, r.former, r.email, r.moved,
           CASE WHEN r.exclusion IS NULL AND r.kind = 'member' AND (r.turn > 1 OR (r.moved AND EXISTS (
                  SELECT FROM mpmd_delivery other WHERE other.mailing_id = $1 AND other.dedupe_key = r.address
                     AND other.id <> r.id AND other.deleted_at IS NULL))) THEN 'duplicate_address'
                ELSE r.exclusion END AS exclusion
      FROM ranked r
  )`

/** States that always have a reason: their rows stand in a small index of their own. */
export const RETRYABLE = "d.reason IS NOT NULL AND d.state = ANY($2)"

export function assertMayRetry(state: MailingState): void {
  if (state !== "sending" && !isAllowed(state, "sending")) {
    throw notAllowed("wrong_state", `Deliveries of this mailing cannot be retried: its state is ${state}.`, {
      state,
    })
  }
}
