/** How many an audience comes to: who can be sent to, who is left out, and why. */
import { consentOf, exclusionOf, normalised } from "../consent/rule"
import type { Database } from "../database"
import { type Audience, type Consent, CONSENTS, type Exclusion, EXCLUSIONS, type Purpose } from "../types"
import { ALIASES, peopleOf } from "./filter"
import { type Parameters, parameters } from "./parameters"

/** `matched` = `sendable.count` + `unsendable.count`; each person stands under the first reason that applies. */
export interface AudienceCount {
  matched: number
  sendable: { count: number } & Record<Consent, number>
  unsendable: { count: number } & Record<Exclusion, number>
}

/** SQL for the reason why a customer of this audience cannot be sent to. */
export function exclusionIn(audience: Audience, purpose: Purpose, values: Parameters): string {
  return exclusionOf({
    ...ALIASES,
    email: "c.email",
    purpose: `${values.add(purpose)}::text`,
    include: `${values.add(audience.include ?? "opted_in")}::text`,
  })
}

/**
 * Of those who share an address the one who gets the mail comes first: the account before the guest, then the
 * oldest, as in {@link WINNER_FIRST}. As one text, so that a hash aggregate's `min` finds them without a sort
 * of the million; with the consent at its end.
 */
const RANK = `(CASE WHEN c.has_account THEN '0' ELSE '1' END || to_char(c.created_at, 'YYYYMMDDHH24MISSUS')
  || c.id || ' ' || ${consentOf(ALIASES)}) COLLATE "C"`

/** The same order for a sort, over columns of the customer. */
export const WINNER_FIRST = `has_account DESC, created_at, id COLLATE "C"`

interface Row {
  reason: Exclusion | null
  consent: Consent | null
  addresses: number
  people: number
}

/**
 * Groups once, by address those who may be sent to and by reason the others; reasons and consents are counted
 * over that. Default mail goes to the opted-in only, so their consent need not be looked for.
 */
function statement(audience: Audience, purpose: Purpose, values: Parameters): string {
  const allOptedIn = purpose === "marketing" && audience.include !== "not_asked"
  const consent = allOptedIn ? "'opted_in'" : "substring(min(rank) from '[^ ]*$')"
  return `
    SELECT reason, consent, count(*)::int AS addresses, sum(people)::int AS people FROM (
      SELECT reason, CASE WHEN reason IS NULL THEN ${consent} END AS consent, count(*) AS people FROM (
        SELECT ${exclusionIn(audience, purpose, values)} AS reason,
               ${normalised("c.email")} AS address, ${allOptedIn ? "NULL" : RANK} AS rank
        ${peopleOf(audience, values)}
      ) AS person
      GROUP BY reason, CASE WHEN reason IS NULL THEN address END
    ) AS recipient
    GROUP BY reason, consent`
}

function zeros<Key extends string>(keys: readonly Key[]): { count: number } & Record<Key, number> {
  const counts = Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>
  return { count: 0, ...counts }
}

/** Puts people under their reasons. `rows` holds one row per reason, or per consent of the sendable. */
export function tally(rows: readonly Row[]): AudienceCount {
  const sendable = zeros(CONSENTS)
  const unsendable = zeros(EXCLUSIONS)
  for (const { reason, consent, addresses, people } of rows) {
    if (consent) {
      sendable[consent] += addresses
      sendable.count += addresses
      unsendable.duplicate_address += people - addresses
      unsendable.count += people - addresses
    } else if (reason) {
      unsendable[reason] += people
      unsendable.count += people
    }
  }
  return { matched: sendable.count + unsendable.count, sendable, unsendable }
}

/**
 * Counts an audience as freezing it now would.
 *
 * @throws MedusaError (`invalid_data`) for an audience without filter and customers, or an unknown field.
 */
export async function countAudience(
  db: Database,
  audience: Audience,
  purpose: Purpose = "marketing"
): Promise<AudienceCount> {
  const values = parameters()
  const text = statement(audience, purpose, values)
  return tally(await db.query<Row>(text, values.values))
}
