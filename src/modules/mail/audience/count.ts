/** How many an audience comes to: who can be sent to, who is left out, and why. */
import { normalised } from "../address/sql"
import { consentAs, exclusionOf } from "../eligibility/exclusions"
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

/** SQL for the reason why a customer of this audience cannot be sent to. */
export function exclusionIn(audience: PlainAudience, purpose: Purpose, values: Parameters): string {
  return exclusionOf({
    ...ALIASES,
    email: "c.email",
    purpose: `${values.add(purpose)}::text`,
    include: `${values.add(audience.include ?? "opted_in")}::text`,
  })
}

/** Of each consent among all, as SQL. */
const PLACES = Object.fromEntries(CONSENTS.map((consent, place) => [consent, `${place}`])) as Record<
  Consent,
  string
>

/**
 * Of those who share an address the lowest rank gets the mail: the account before the guest, then the oldest;
 * of two made in the same microsecond the one who opted in, and after that the lower id. One number, with the
 * consent in its two last bits, by its place among {@link CONSENTS}: of numbers the minimum is found in half the time.
 */
export const RANK = `(CASE WHEN c.has_account THEN 0 ELSE 1::bigint << 61 END
  + (date_part('epoch', c.created_at) * 1e6)::bigint * 4
  + ${consentAs(ALIASES, PLACES)})`

/** Of those who are left out for a reason, or of those who may be sent to and whose address has a consent. */
interface Row {
  reason: Exclusion | null
  consent: Consent | null
  addresses: number
  people: number
}

/** An answer of {@link statement}. */
interface Totals {
  /** People, in the order of {@link EXCLUSIONS}. */
  excluded: number[]
  /** In the order of {@link CONSENTS}. */
  addresses: number[]
  /** Whose addresses they are. */
  people: number
}

function each<Key extends string>(keys: readonly Key[], figure: (key: Key, place: number) => string): string {
  return `ARRAY[${keys.map((key, place) => `coalesce(${figure(key, place)}, 0)`).join(", ")}]::int[]`
}

/**
 * Groups once: by address those who may be sent to, by reason the others. Both are one key, because Postgres
 * would evaluate two keys, and the rule within them, twice for each of a million rows; a reason begins with a blank,
 * which no address does. The key is compared by its bytes: by the rules of a language that takes several times as long.
 *
 * People are put in order before they are grouped, so that a key and a rank are all that is sorted: Postgres works out what
 * is aggregated behind the sort, and would carry everything that the rule looks at through it. The groups are added up in
 * one row: grouped again, nearly a million of them would be sorted or hashed for a dozen rows.
 *
 * Default mail goes to the opted-in only, so their consent need not be looked for.
 */
function statement(audience: PlainAudience, purpose: Purpose, values: Parameters): string {
  const allOptedIn = purpose === "marketing" && audience.include !== "not_asked"
  const [rank, consent] = allOptedIn ? ["", "0"] : [`, ${RANK} AS rank`, "(min(rank) & 3)::int"]
  const left = (reason: Exclusion) => `sum(people) FILTER (WHERE consent IS NULL AND key = ' ${reason}')`
  return `
    SELECT ${each(EXCLUSIONS, left)} AS excluded,
           ${each(CONSENTS, (_, place) => `count(*) FILTER (WHERE consent = ${place})`)} AS addresses,
           coalesce(sum(people) FILTER (WHERE consent IS NOT NULL), 0)::int AS people FROM (
      SELECT key, count(*)::int AS people, CASE WHEN NOT starts_with(key, ' ') THEN ${consent} END AS consent FROM (
        SELECT coalesce(' ' || ${exclusionIn(audience, purpose, values)}, ${normalised("c.email")}) COLLATE "C" AS key
               ${rank}
        ${peopleOf(audience, values)}
        ORDER BY key
      ) AS person
      GROUP BY key
    ) AS grouped`
}

function rowsOf({ excluded, addresses, people }: Totals): Row[] {
  const shared = people - addresses.reduce((sum, count) => sum + count)
  const left = (reason: Exclusion, count: number) => ({ reason, consent: null, addresses: 0, people: count })
  const sent = (consent: Consent, count: number) => ({
    reason: null,
    consent,
    addresses: count,
    people: count,
  })
  return [
    ...EXCLUSIONS.map((reason, place) => left(reason, excluded[place]!)),
    left("duplicate_address", shared),
    ...CONSENTS.map((consent, place) => sent(consent, addresses[place]!)),
  ]
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
  const [totals] = await db.query<Totals>(text, values.values)
  return tally(rowsOf(totals!))
}
