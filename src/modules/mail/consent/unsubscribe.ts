/** What the button behind an unsubscribe link does. */
import type { Database } from "../database"
import { withdrawAddress } from "./ledger"
import { type LinkOptions, readToken } from "./token"

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
    const [delivery] = await tx.query<{ email: string; customer_id: string | null }>(
      "SELECT email, customer_id FROM mpmd_delivery WHERE id = $1 AND deleted_at IS NULL FOR UPDATE",
      [id]
    )
    if (delivery) {
      await withdrawAddress(tx, delivery.email, delivery.customer_id, { source: "unsubscribe link" })
    }
    return delivery !== undefined
  })
}
