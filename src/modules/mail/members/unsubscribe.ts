/** What the buttons behind an unsubscribe link do. */
import { getSettings } from "../settings/settings"
import type { Database } from "../sql/database"
import { grantAddress, withdrawAddress } from "./consents"
import { isExample, type LinkOptions, readToken } from "./unsubscribe-link"

/** `example`: of a preview, sample or copy, and does nothing. `broken`: cut off on the way, or made up. */
export type LinkState = "genuine" | "example" | "broken"

/** What the page says of the shop. */
export interface ShopDTO {
  name: string | null
  address: string | null
  contact: string | null
}

/** `done`: they get no more member mail; `undoable` says whether they may take it back. */
export type UnsubscribeOutcome = { state: "done"; undoable: boolean } | { state: "example" | "broken" }

/** `restored`: they have agreed anew. `too_late`: this was not the last thing that they said, or is long ago. */
export type UndoOutcome = "restored" | "too_late" | "example" | "broken"

const SOURCE = "unsubscribe link"
const UNDONE = "unsubscribe page, taken back"
/** A slip is noticed at once. Later a mail that was passed on must not bring a member back. */
const UNDO_WITHIN = "interval '1 day'"

interface Delivery {
  email: string
  address: string
  customer_id: string | null
}

/** What a link is, as far as it can be known without a look at any mail: nothing of a person is told by it. */
export function stateOfLink(options: LinkOptions, token: string): LinkState {
  if (isExample(token)) {
    return "example"
  }
  return readToken(options, token) === null ? "broken" : "genuine"
}

export async function shopOf(db: Database): Promise<ShopDTO> {
  const { sender_name, postal_address, contact } = await getSettings(db)
  return { name: sender_name, address: postal_address, contact }
}

/** The mail that a token stands in, locked: two clicks are one after the other. */
async function deliveryOf(tx: Database, options: LinkOptions, token: string): Promise<Delivery | undefined> {
  const [delivery] = await tx.query<Delivery>(
    "SELECT email, address, customer_id FROM mpmd_delivery WHERE id = $1 AND deleted_at IS NULL FOR UPDATE",
    [readToken(options, token)]
  )
  return delivery
}

interface LastWord {
  action: "granted" | "withdrawn"
  source: string
  /** Not long ago. */
  fresh: boolean
}

/** The last thing that was recorded of the customer or the address. */
async function lastWord(tx: Database, { address, customer_id }: Delivery): Promise<LastWord | undefined> {
  const [event] = await tx.query<LastWord>(
    `SELECT action, source, created_at > clock_timestamp() - ${UNDO_WITHIN} AS fresh FROM mpmd_consent_event
      WHERE (customer_id = $1 OR email = $2) AND deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1`,
    [customer_id, address]
  )
  return event
}

/** Asked only where somebody agrees: to withdraw, nothing is needed but our own tables. */
async function isStillCustomer(tx: Database, id: string): Promise<boolean> {
  return (await tx.query("SELECT FROM customer WHERE id = $1 AND deleted_at IS NULL", [id])).length > 0
}

function isUndoable(last: LastWord | undefined): boolean {
  return Boolean(last?.fresh) && last?.action === "withdrawn" && last.source === SOURCE
}

/** Withdraws for the address that the mail went to and for whom it went to. Pressing twice leaves one record. */
export async function unsubscribe(
  db: Database,
  options: LinkOptions,
  token: string
): Promise<UnsubscribeOutcome> {
  const link = stateOfLink(options, token)
  if (link !== "genuine") {
    return { state: link }
  }
  return db.transaction(async (tx) => {
    const delivery = await deliveryOf(tx, options, token)
    if (!delivery) {
      return { state: "broken" }
    }
    await withdrawAddress(tx, delivery.email, delivery.customer_id, { source: SOURCE })
    const undoable = delivery.customer_id !== null && isUndoable(await lastWord(tx, delivery))
    return { state: "done", undoable }
  })
}

/**
 * "I pressed it by mistake": a grant of its own, on record as every other. Possible for a day, and as long as the link was
 * the last thing that they said; a customer who withdrew in the storefront is not brought back by an old mail.
 *
 * @param wording - What stood on the button.
 */
export async function undoUnsubscribe(
  db: Database,
  options: LinkOptions,
  token: string,
  wording: string
): Promise<UndoOutcome> {
  const link = stateOfLink(options, token)
  if (link !== "genuine") {
    return link
  }
  return db.transaction(async (tx) => {
    const delivery = await deliveryOf(tx, options, token)
    if (!delivery) {
      return "broken"
    }
    const last = await lastWord(tx, delivery)
    if (last?.action === "granted" && last.source === UNDONE) {
      return "restored"
    }
    const { customer_id } = delivery
    if (!isUndoable(last) || !customer_id || !(await isStillCustomer(tx, customer_id))) {
      return "too_late"
    }
    await grantAddress(tx, delivery.email, customer_id, { source: UNDONE, wording })
    return "restored"
  })
}
