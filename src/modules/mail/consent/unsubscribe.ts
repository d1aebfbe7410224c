/** What the button behind an unsubscribe link does. */
import type { Database } from "../database"
import { withdrawAddress } from "./ledger"
import { consentJoins, consentOf } from "./rule"
import { type LinkOptions, readToken } from "./token"

const ALIASES = { member: "m", address: "a" }

/**
 * Withdraws for the address that the mail went to. Pressing the button twice leaves one record.
 *
 * @returns whether the token was ours and its mail is on record; the page says the same either way.
 */
export async function unsubscribe(db: Database, options: LinkOptions, token: string): Promise<boolean> {
  const id = readToken(options, token)
  if (id === null) {
    return false
  }
  return db.transaction(async (tx) => {
    const [delivery] = await tx.query<{ email: string; customer_id: string | null; consent: string }>(
      `SELECT d.email, d.customer_id, ${consentOf(ALIASES)} AS consent FROM mpmd_delivery d
        ${consentJoins("d.customer_id", "d.address", ALIASES)} WHERE d.id = $1 AND d.deleted_at IS NULL
        FOR UPDATE OF d`,
      [id]
    )
    if (delivery && delivery.consent !== "opted_out") {
      await withdrawAddress(tx, delivery.email, delivery.customer_id, { source: "unsubscribe link" })
    }
    return delivery !== undefined
  })
}
