/**
 * Who agreed and who withdrew: the facts that the rule reads, and the record of every change. Each function is
 * one statement, whatever the number of customers. What somebody has said already is not said again: a record of
 * 300 clicks would hide the one that counts.
 */
import { randomBytes } from "node:crypto"

import { normalised } from "../address/sql"
import { ALIASES, peopleOf } from "../audience/filter"
import { consentJoins, consentOf } from "../eligibility/exclusions"
import type { Database } from "../sql/database"
import { type Parameters, parameters } from "../sql/parameters"
import type { PlainAudience } from "../words"

export interface ConsentRecord {
  /** How it came about: `admin`, `storefront`, `import`, `link` … */
  source: string
  /** The words that the member agreed to. */
  wording?: string | null
  actorId?: string | null
}

/** `clock_timestamp`, not `now`: a grant after a withdrawal in one transaction must be newer than it. */
const INSTANT = "instant AS MATERIALIZED (SELECT clock_timestamp() AS at)"

/** @param news - SQL for whether there is something to record of a customer. */
function chosen(audience: PlainAudience, news: string, values: Parameters): string {
  return `chosen AS MATERIALIZED (
    SELECT c.id, nullif(${normalised("c.email")}, '') AS address ${peopleOf(audience, values)} AND (${news}))`
}

/** SQL for one customer, who may be unknown, and an address that need not be theirs. */
function one(email: string, customerId: string | null, values: Parameters): string {
  return `SELECT ${values.add(customerId)}::text AS id,
    nullif(${normalised(`${values.add(email)}::text`)}, '') AS address`
}

/** Event ids ascend within one statement and differ between statements. */
function events(action: "granted" | "withdrawn", record: ConsentRecord, values: Parameters): string {
  const prefix = `mcons_${Date.now().toString(36)}${randomBytes(8).toString("hex")}`
  return `logged AS (
    INSERT INTO mpmd_consent_event (id, customer_id, email, action, source, wording, actor_id, created_at)
    SELECT ${values.add(prefix)}::text || lpad((row_number() OVER ())::text, 9, '0'), id, address, '${action}',
           ${values.add(record.source)}, ${values.add(record.wording ?? null)},
           ${values.add(record.actorId ?? null)}, instant.at
      FROM chosen, instant)`
}

async function countOf(db: Database, text: string, values: Parameters): Promise<number> {
  const rows = await db.query<{ count: number }>(text, values.values)
  return rows[0]!.count
}

const COUNT = "SELECT count(*)::int AS count FROM chosen"

/** A grant in other words, for another address, or from another source, is other evidence. */
function newGrant(record: ConsentRecord, values: Parameters): string {
  return `${consentOf(ALIASES)} <> 'opted_in' OR m.source IS DISTINCT FROM ${values.add(record.source)}
    OR m.wording IS DISTINCT FROM ${values.add(record.wording ?? null)}
    OR m.address IS DISTINCT FROM nullif(${normalised("c.email")}, '')`
}

/** What a grant of the CTE `chosen` changes. Those who withdrew keep that on record; a newer grant outweighs it. */
function granted(record: ConsentRecord, values: Parameters): string {
  return `granted AS (
      INSERT INTO mpmd_member (customer_id, opted_in_at, address, source, wording, actor_id)
      SELECT id, instant.at, address, ${values.add(record.source)}, ${values.add(record.wording ?? null)},
             ${values.add(record.actorId ?? null)}
        FROM chosen, instant
      ON CONFLICT (customer_id) DO UPDATE
        SET opted_in_at = excluded.opted_in_at, address = excluded.address, source = excluded.source,
            wording = excluded.wording, actor_id = excluded.actor_id, updated_at = now(), deleted_at = NULL)`
}

/** @returns of how many customers it was news. */
export function grantConsent(db: Database, audience: PlainAudience, record: ConsentRecord): Promise<number> {
  const values = parameters()
  const people = chosen(audience, newGrant(record, values), values)
  const text = `
    WITH ${INSTANT}, ${people}, ${events("granted", record, values)}, ${granted(record, values)} ${COUNT}`
  return countOf(db, text, values)
}

/** Grants for one customer, to mail for an address that may be theirs no longer. */
export async function grantAddress(
  db: Database,
  email: string,
  customerId: string,
  record: ConsentRecord
): Promise<void> {
  const values = parameters()
  const text = `
    WITH ${INSTANT}, chosen AS MATERIALIZED (${one(email, customerId, values)}),
    ${events("granted", record, values)}, ${granted(record, values)} ${COUNT}`
  await countOf(db, text, values)
}

/**
 * What a withdrawal of the CTE `chosen` changes: the address, the customer, and all others who agreed to mail for that
 * address, such as the account of somebody who ordered as a guest. Their grants end, so that none comes to life again
 * with another address; what they were stays in the events.
 */
const WITHDRAWAL = `
  withdrawn AS (
    INSERT INTO mpmd_address (email, unsubscribed_at)
    SELECT DISTINCT address, instant.at FROM chosen, instant WHERE address IS NOT NULL
    ON CONFLICT (email) DO UPDATE
      SET unsubscribed_at = excluded.unsubscribed_at, updated_at = now(), deleted_at = NULL),
  ended AS (
    INSERT INTO mpmd_member (customer_id, withdrawn_at)
    SELECT id, instant.at FROM instant, (
      SELECT id FROM chosen WHERE id IS NOT NULL
       UNION SELECT g.customer_id FROM mpmd_member g JOIN chosen ON g.address = chosen.address
        WHERE g.opted_in_at IS NOT NULL AND g.deleted_at IS NULL) AS person
    ON CONFLICT (customer_id) DO UPDATE
      SET withdrawn_at = excluded.withdrawn_at, opted_in_at = NULL, address = NULL, source = NULL, wording = NULL,
          actor_id = NULL, updated_at = now(), deleted_at = NULL)`

/**
 * Whether a withdrawal says anything new: of the person, of the address, or because somebody has agreed since for the
 * address; then it withdraws anew.
 *
 * @param id - SQL for the customer, who may be unknown.
 * @param address - SQL for the address in its normal form, empty or NULL if there is none.
 */
function newWithdrawal(id: string, address: string): string {
  return `(${id} IS NOT NULL AND (m.withdrawn_at IS NULL OR m.opted_in_at IS NOT NULL))
    OR (a.unsubscribed_at IS NULL AND ${address} <> '')
    OR EXISTS (SELECT FROM mpmd_member g WHERE g.address = a.email AND g.opted_in_at IS NOT NULL AND g.deleted_at IS NULL)`
}

/**
 * Withdraws for customers: it binds them and everyone who has their addresses.
 *
 * @returns of how many customers it was news.
 */
export function withdrawConsent(
  db: Database,
  audience: PlainAudience,
  record: ConsentRecord
): Promise<number> {
  const values = parameters()
  const news = newWithdrawal("c.id", "btrim(c.email)")
  const text = `
    WITH ${INSTANT}, ${chosen(audience, news, values)}, ${events("withdrawn", record, values)}, ${WITHDRAWAL}
    ${COUNT}`
  return countOf(db, text, values)
}

/**
 * Withdraws for one address, as an unsubscribe link does: for all its holders, and if nobody has it any more.
 *
 * @param customerId - The customer it was sent to, if known: it binds them too, whatever their address is by now.
 * @returns whether it was news.
 */
export async function withdrawAddress(
  db: Database,
  email: string,
  customerId: string | null,
  record: ConsentRecord
): Promise<boolean> {
  const values = parameters()
  const text = `
    WITH ${INSTANT}, chosen AS MATERIALIZED (
      SELECT one.id, one.address FROM (${one(email, customerId, values)}) AS one ${consentJoins("one.id", "one.address", ALIASES)}
       WHERE ${newWithdrawal("one.id", "one.address")}),
    ${events("withdrawn", record, values)}, ${WITHDRAWAL} ${COUNT}`
  return (await countOf(db, text, values)) > 0
}
