/** A customer's address corrected: another customer may have it already, which nobody should find out by a doubled mail. */
import { requireAddress } from "../address/address"
import { normalised } from "../address/sql"
import { personNameSql } from "../formats/person-name"
import { conflict, notFound } from "../refusals/refusal"
import type { Database } from "../sql/database"

export interface CorrectAddressInput {
  customer_id: string
  email: string
  /** An account and a guest may have one address, if it is the same person: that was seen and is meant. */
  shared?: boolean
}

interface Holder {
  name: string
  has_account: boolean
}

const OWN = "SELECT has_account FROM customer WHERE id = $1 AND deleted_at IS NULL"

/** Those of the same kind first: beside them the address cannot be. */
const HOLDER = `
  SELECT coalesce(${personNameSql("c.first_name", "c.last_name")}, c.email) AS name, c.has_account
    FROM customer c
   WHERE c.id <> $1 AND c.deleted_at IS NULL AND ${normalised("c.email")} = ${normalised("$2::text")}
   ORDER BY c.has_account = $3 DESC, c.created_at LIMIT 1`

/**
 * Whether a customer may have this address.
 *
 * @returns it as it is to be kept.
 * @throws MedusaError `not_found`; `invalid_data` for what is no address; `conflict` if another customer has it: with the code
 *   `address_taken`, or `address_shared` where `shared` allows it.
 */
export async function claimAddress(
  db: Database,
  { customer_id, email, shared = false }: CorrectAddressInput
): Promise<string> {
  const address = requireAddress("email", email)
  const [own] = await db.query<{ has_account: boolean }>(OWN, [customer_id])
  if (!own) {
    throw notFound("customer", customer_id)
  }
  const [holder] = await db.query<Holder>(HOLDER, [customer_id, address, own.has_account])
  if (holder?.has_account === own.has_account) {
    throw conflict("email", "address_taken", `is the address of another customer: ${holder.name}`, {
      name: holder.name,
    })
  }
  if (holder && !shared) {
    const kind = holder.has_account ? "an account" : "a guest"
    const message = `is the address of ${kind} already: ${holder.name}. If that is the same person, say shared: true`
    throw conflict("email", "address_shared", message, { name: holder.name })
  }
  return address
}
