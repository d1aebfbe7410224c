/** How many an audience comes to: who can be sent to, who is left out, and why. */
import { normalised } from "../address/sql"
import { consentOf, exclusionOf } from "../eligibility/exclusions"
import type { Database } from "../sql/database"
import { type Parameters, parameters } from "../sql/parameters"
import {
  type Consent,
  CONSENTS,
  type Exclusion,
  EXCLUSIONS,
  type PlainAudience,
  type Purpose,
} from "../words"
import { ALIASES, peopleOf } from "./filter"

/** `matched` = `sendable.count` + `unsendable.count`; each person stands under the first reason that applies. */
export interface AudienceCount {
  matched: number
  sendable: { count: number } & Record<Consent, number>
  unsendable: { count: number } & Record<Exclusion, number>
}

const CONSENT_LIST = `ARRAY[${CONSENTS.map((consent) => `'${consent}'`).join(", ")}]`

/** SQL for the reason why a customer of this audience cannot be sent to. */
export function exclusionIn(audience: PlainAudience, purpose: Purpose, values: Parameters): string {
  return exclusionOf({
    ...ALIASES,
    email: "c.email",
    purpose: `${values.add(purpose)}::text`,
    include: `${values.add(audience.include ?? "opted_in")}::text`,
  })
}

/**
 * Of those who share an address the lowest rank gets the mail: the account before the guest, then the oldest;
 * of two made in the same microsecond the one who opted in, and after that the lower id. One number, with the
 * consent in its two last bits, because a hash aggregate finds its minimum in half the time that a text takes.
 */
export const RANK = `(CASE WHEN c.has_account THEN 0 ELSE 1::bigint << 61 END
  + (date_part('epoch', c.created_at) * 1e6)::bigint * 4
  + CASE ${consentOf(ALIASES)} ${CONSENTS.map((consent, n) => `WHEN '${consent}' THEN ${n}`).join(" ")} END)`

interface Row {
  reason: Exclusion | null
  consent: Consent | null
  addresses: number
  people: number
}

/**
 * Groups once: by address those who may be sent to, by reason the others. Both are one key, because Postgres
 * would evaluate two keys, and the rule within them, twice for each of a million rows; only an address has
 * an `@`. The key is compared by its bytes: by the rules of a language that takes several times as long.
 * Default mail goes to the opted-in only, so their consent need not be looked for.
 */
function statement(audience: PlainAudience, purpose: Purpose, values: Parameters): string {
  const allOptedIn = purpose === "marketing" && audience.include !== "not_asked"
  const consent = allOptedIn ? "'opted_in'" : `(${CONSENT_LIST})[1 + (min(${RANK}) & 3)]`
  return `
    SELECT CASE WHEN strpos(key, '@') = 0 THEN key END AS reason, consent,
           count(*)::int AS addresses, sum(people)::int AS people FROM (
      SELECT coalesce(${exclusionIn(audience, purpose, values)}, ${normalised("c.email")}) COLLATE "C" AS key,
             count(*) AS people, ${consent} AS consent
      ${peopleOf(audience, values)}
      GROUP BY 1
    ) AS grouped
    GROUP BY reason, consent`
}

function zeros<Key extends string>(keys: readonly Key[]): { count: number } & Record<Key, number> {
  const counts = Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>
  return { count: 0, ...counts }
}

/** Puts people under their reasons. `rows` holds one row per reason and consent. */
export function tally(rows: readonly Row[]): AudienceCount {
  const sendable = zeros(CONSENTS)
  const unsendable = zeros(EXCLUSIONS)
  for (const { reason, consent, addresses, people } of rows) {
    if (reason) {
      unsendable[reason] += people
      unsendable.count += people
    } else if (consent) {
      sendable[consent] += addresses
      sendable.count += addresses
      unsendable.duplicate_address += people - addresses
      unsendable.count += people - addresses
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
  audience: PlainAudience,
  purpose: Purpose = "marketing"
): Promise<AudienceCount> {
  const values = parameters()
  const text = statement(audience, purpose, values)
  return tally(await db.query<Row>(text, values.values))
}
