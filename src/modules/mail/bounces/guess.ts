/**
 * Which mail news may be about that names none: the only one that went to that address in the last days. Of two nobody
 * knows which, so then it is none. It proves nothing, and nothing follows from it: a person may read it and decide.
 */
import { normalised } from "../address/sql"
import type { Database } from "../sql/database"
import type { ReturnEvent } from "./event"

/** So long servers try, and some more. */
const DAYS = 6

const FOUND = `
  SELECT d.id FROM mpmd_delivery d
   WHERE d.address IN (SELECT ${normalised("named.email")} FROM unnest($1::text[]) AS named(email))
     AND d.sent_at > now() - make_interval(days => ${DAYS}) AND d.deleted_at IS NULL LIMIT 2`

/** News that names another mail is about that one; a mail service may call ours by a name of its own. */
function namesNone({ token, deliveryId, messageId, vouched }: ReturnEvent): boolean {
  return token === null && deliveryId === null && (vouched || messageId === null)
}

/** @returns the id of the delivery; null if it may be none or several. */
export async function guessOf(db: Database, event: ReturnEvent): Promise<string | null> {
  const addresses = event.recipients.filter((one) => one.includes("@") && !one.includes("\0"))
  if (event.kind === "progress" || !namesNone(event) || !addresses.length) {
    return null
  }
  const found = await db.query<{ id: string }>(FOUND, [addresses])
  return found.length === 1 ? found[0]!.id : null
}
