/**
 * Freezing: the deliveries of a member mailing, inserted by one statement, and counted by the same one, so
 * that the exclusions shown belong to exactly this moment.
 */
import { normalised } from "../address/sql"
import { type Database, LARGE_INSERT } from "../sql/database"
import { type Parameters, parameters } from "../sql/parameters"
import type { PlainAudience, Purpose } from "../words"
import { type AudienceCount, exclusionIn, RANK, tally } from "./count"
import { peopleOf } from "./filter"
import { FULL_NAME, variablesOf } from "./member-variables"

export interface MemberDeliveries {
  mailingId: string
  contentId: string
  /** By which they leave; null is the one of the whole store. */
  transport?: string | null
  audience: PlainAudience
  purpose: Purpose
  /** Dotted paths that the content names. */
  variables: readonly string[]
  /** `2026-11`; null if no quota counts. */
  quotaMonth: string | null
}

/**
 * Ids ascend with the position and positions with the address, so that every index but the customer's grows at its
 * right end. People are read once, into a temporary file: reading them twice, to count them apart, took as long.
 */
function statement(input: MemberDeliveries, values: Parameters): string {
  const mailing = `${values.add(input.mailingId)}::text`
  const idPrefix = `${values.add(`mdlv_${input.mailingId.replace(/^mling_/, "")}_`)}::text`
  return `
    WITH person AS MATERIALIZED (
      SELECT c.id, btrim(c.email) AS email, ${normalised("c.email")} COLLATE "C" AS address, ${RANK} AS rank,
             ${FULL_NAME} AS recipient_name,
             ${variablesOf(input.variables, values)} AS variables,
             ${exclusionIn(input.audience, input.purpose, values)} AS reason
      ${peopleOf(input.audience, values)}
    ), recipient AS (
      SELECT DISTINCT ON (address) * FROM person WHERE reason IS NULL ORDER BY address, rank, id COLLATE "C"
    ), inserted AS (
      INSERT INTO mpmd_delivery (id, kind, mailing_id, position, dedupe_key, content_id, customer_id, email,
                                 address, recipient_name, variables, state, quota_month, transport)
      SELECT ${idPrefix} || lpad(position::text, 9, '0'), 'member', ${mailing}, position, address,
             ${values.add(input.contentId)}, id, email, address, recipient_name, variables, 'pending',
             ${values.add(input.quotaMonth)}, ${values.add(input.transport ?? null)}
        FROM (SELECT *, row_number() OVER () AS position FROM recipient) AS numbered
      RETURNING 1
    )
    SELECT reason, CASE WHEN reason IS NULL THEN 'opted_in' END AS consent, count(*)::int AS people,
           (SELECT count(*)::int FROM inserted) AS addresses
      FROM person GROUP BY reason`
}

/**
 * Inserts the deliveries of a member mailing, one for each address that may be sent to.
 *
 * @param tx - The transaction in which the mailing moves on and the quota is reserved.
 * @returns How many were inserted, at positions 1 to that number, and who was left out.
 * @throws MedusaError (`invalid_data`) for a faulty audience or an unknown variable.
 */
export async function insertMemberDeliveries(
  tx: Database,
  input: MemberDeliveries
): Promise<{ inserted: number; unsendable: AudienceCount["unsendable"] }> {
  const values = parameters()
  const text = statement(input, values)
  const { sendable, unsendable } = tally(await tx.query(text, values.values, LARGE_INSERT))
  return { inserted: sendable.count, unsendable }
}
