/**
 * Who agreed and who withdrew: the facts that the rule reads, and the record of every change. Each function is
 * one statement, whatever the number of customers. What somebody has said already is not said again: a record of
 * 300 clicks would hide the one that counts.
 */
import { randomBytes } from "node:crypto"

import { normalised } from "../address/sql"
import { ALIASES, peopleOf } from "../audience/filter"
import { type Parameters, parameters } from "../audience/parameters"
import type { Database } from "../database"
import type { Audience } from "../types"
import { consentOf } from "./rule"

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
function chosen(audience: Audience, news: string, values: Parameters): string {
  return `chosen AS MATERIALIZED (
    SELECT c.id, nullif(${normalised("c.email")}, '') AS address ${peopleOf(audience, values)} AND (${news}))`
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

/** A grant in other words, or from another source, is other evidence. */
function newGrant(record: ConsentRecord, values: Parameters): string {
  return `${consentOf(ALIASES)} <> 'opted_in' OR m.source <> ${values.add(record.source)}
    OR m.wording IS DISTINCT FROM ${values.add(record.wording ?? null)}`
}

/**
 * Those who withdrew keep that on record; a newer grant outweighs it.
 *
 * @returns of how many customers it was news.
 */
export function grantConsent(db: Database, audience: Audience, record: ConsentRecord): Promise<number> {
  const values = parameters()
  const text = `
    WITH ${INSTANT}, ${chosen(audience, newGrant(record, values), values)}, ${events("granted", record, values)}, granted AS (
      INSERT INTO mpmd_member (customer_id, opted_in_at, source, wording, actor_id)
      SELECT id, instant.at, ${values.add(record.source)}, ${values.add(record.wording ?? null)},
             ${values.add(record.actorId ?? null)}
        FROM chosen, instant
      ON CONFLICT (customer_id) DO UPDATE
        SET opted_in_at = excluded.opted_in_at, source = excluded.source, wording = excluded.wording,
            actor_id = excluded.actor_id, updated_at = now(), deleted_at = NULL)
    ${COUNT}`
  return countOf(db, text, values)
}

/** What a withdrawal of the CTE `chosen` changes. */
const WITHDRAWAL = `
  withdrawn AS (
    INSERT INTO mpmd_address (email, unsubscribed_at)
    SELECT DISTINCT address, instant.at FROM chosen, instant WHERE address IS NOT NULL
    ON CONFLICT (email) DO UPDATE
      SET unsubscribed_at = excluded.unsubscribed_at, updated_at = now(), deleted_at = NULL),
  ended AS (DELETE FROM mpmd_member m USING chosen WHERE m.customer_id = chosen.id)`

/**
 * Somebody who shares the address may have agreed since it withdrew: then it withdraws anew. They are looked up at
 * once and only if need be, because Postgres has no index of Medusa's addresses in their normal form.
 */
const NEW_WITHDRAWAL = `m.customer_id IS NOT NULL
  OR (a.unsubscribed_at IS NULL AND btrim(c.email) <> '')
  OR a.email IN (
    SELECT since.email FROM mpmd_member granted JOIN customer holder ON holder.id = granted.customer_id
      JOIN mpmd_address since ON since.email = ${normalised("holder.email")}
     WHERE granted.opted_in_at > since.unsubscribed_at AND granted.deleted_at IS NULL AND holder.deleted_at IS NULL)`

/**
 * Withdraws for customers. It binds everyone who has their addresses. Their own grant ends too, so that it
 * does not come to life again when they change their address; what it was stays in the events.
 *
 * @returns of how many customers it was news.
 */
export function withdrawConsent(db: Database, audience: Audience, record: ConsentRecord): Promise<number> {
  const values = parameters()
  const text = `
    WITH ${INSTANT}, ${chosen(audience, NEW_WITHDRAWAL, values)}, ${events("withdrawn", record, values)}, ${WITHDRAWAL}
    ${COUNT}`
  return countOf(db, text, values)
}

/**
 * Withdraws for one address, as an unsubscribe link does: whoever has it, and if nobody has it any more.
 *
 * @param customerId - The customer it was sent to, if known: their grant ends with it.
 */
export async function withdrawAddress(
  db: Database,
  email: string,
  customerId: string | null,
  record: ConsentRecord
): Promise<void> {
  const values = parameters()
  const one = `chosen AS MATERIALIZED (SELECT ${values.add(customerId)}::text AS id,
    nullif(${normalised(`${values.add(email)}::text`)}, '') AS address)`
  const text = `
    WITH ${INSTANT}, ${one}, ${events("withdrawn", record, values)}, ${WITHDRAWAL} ${COUNT}`
  await countOf(db, text, values)
}
