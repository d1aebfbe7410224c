/** Consents and flags as people bring them: checked first, so that a wrong id changes nothing. */
import { normalised } from "../address/sql"
import { assertCustomersKnown } from "../audience/unknown-customers"
import { consentJoins, consentOf } from "../eligibility/exclusions"
import { invalid, notFound } from "../refusals/refusal"
import type { Database } from "../sql/database"
import type { Audience, Consent, PlainAudience } from "../words"
import { grantConsent, withdrawConsent } from "./consents"
import { assertDeliveriesKnown, type InvalidFlag, setInvalid } from "./flags"

export interface SetConsentInput {
  customer_ids?: string[]
  /** Everyone whom it matches. */
  audience?: Audience
  consent: "opted_in" | "opted_out"
  source: string
  wording?: string | null
}

/** Its segment has become a filter. */
export type PlainConsentInput = Omit<SetConsentInput, "audience"> & { audience?: PlainAudience }

export type SetFlagsInput = InvalidFlag

const ALIASES = { member: "m", address: "a" }

/** A person's own two clicks come with one id; a caller who brings thousands does not click twice. */
const MOST_LOCKED = 1_000

/** Two who say the same of one customer at the same moment say it once. In order, so that nobody waits in a circle. */
async function lockCustomers(tx: Database, ids: readonly string[]): Promise<void> {
  if (ids.length <= MOST_LOCKED) {
    await tx.query(
      "SELECT pg_advisory_xact_lock(hashtextextended('mail_consent:' || id, 0)) FROM " +
        "(SELECT DISTINCT id FROM unnest($1::text[]) AS asked(id) ORDER BY id) AS ordered",
      [ids]
    )
  }
}

/**
 * Records consents or withdrawals.
 *
 * @returns of how many customers it was news; what somebody has said already is not recorded again.
 * @throws MedusaError `not_found` naming unknown customers, `invalid_data` for a faulty audience.
 */
export async function setConsent(
  db: Database,
  input: PlainConsentInput,
  actorId: string | null = null
): Promise<{ updated: number }> {
  const { customer_ids, audience, consent, source, wording } = input
  if ((customer_ids === undefined) === (audience === undefined)) {
    throw invalid("customer_ids", "one_of_two", "give either customer_ids or an audience, and not both", {
      one: "customer_ids",
      other: "audience",
    })
  }
  const people = audience ?? { customer_ids }
  const record = consent === "opted_in" ? grantConsent : withdrawConsent
  return db.transaction(async (tx) => {
    await assertCustomersKnown(tx, people.customer_ids ?? [], true)
    await lockCustomers(tx, people.customer_ids ?? [])
    return { updated: await record(tx, people, { source, wording, actorId }) }
  })
}

/** What a customer has said. @throws MedusaError `not_found` */
export async function getConsent(db: Database, customerId: string): Promise<Consent> {
  const [row] = await db.query<{ consent: Consent }>(
    `SELECT ${consentOf(ALIASES)} AS consent FROM customer c
      ${consentJoins("c.id", normalised("c.email"), ALIASES)} WHERE c.id = $1 AND c.deleted_at IS NULL`,
    [customerId]
  )
  if (!row) {
    throw notFound("customer", customerId)
  }
  return row.consent
}

/**
 * Sets or clears the invalid flag, on record.
 *
 * @returns how many addresses changed.
 * @throws MedusaError `not_found` naming unknown customers or mails.
 */
export async function setFlags(
  db: Database,
  input: SetFlagsInput,
  actorId: string | null = null
): Promise<{ updated: number }> {
  return db.transaction(async (tx) => {
    await assertCustomersKnown(tx, input.customer_ids ?? [], true)
    await assertDeliveriesKnown(tx, input.delivery_ids ?? [])
    return { updated: await setInvalid(tx, input, { origin: "person", actorId }) }
  })
}
