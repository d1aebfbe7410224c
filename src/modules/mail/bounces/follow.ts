/** What proven news means for the address and its owner: a complaint withdraws, a bounce may flag. */
import { normalised } from "../address/sql"
import { FLAG_OFFERED } from "../failures/offer"
import { withdrawAddress } from "../members/consents"
import { setInvalid } from "../members/flags"
import type { Database } from "../sql/database"
import type { DeliveryKind } from "../words"
import type { ReturnEvent } from "./event"
import type { Found, ReportedDelivery, ReturnPolicy } from "./item"
import { lineOf } from "./note"

/** Where the withdrawal came from, on its record. */
const COMPLAINT = "complaint"
/** Somebody's own mail: a sample's or a copy's reader is not the member. */
const TO_A_PERSON: ReadonlySet<DeliveryKind> = new Set(["member", "order", "single"])

/** @param changed - The mail's state says the news now. */
export async function follow(
  tx: Database,
  policy: ReturnPolicy,
  { event, delivery }: Found,
  changed: boolean
): Promise<void> {
  if (event.kind === "complaint") {
    await withdraw(tx, delivery)
  } else if (changed && event.kind === "bounce" && policy.bounces?.flag === "automatic") {
    await flag(tx, delivery, event)
  }
}

/** A reader who calls it spam wants no more of it, whatever else they agreed to. */
async function withdraw(tx: Database, { kind, email, customer_id }: ReportedDelivery): Promise<void> {
  if (!TO_A_PERSON.has(kind)) {
    return
  }
  await tx.query(
    `INSERT INTO mpmd_address (email, complained_at) VALUES (${normalised("$1::text")}, clock_timestamp()) ` +
      "ON CONFLICT (email) DO UPDATE SET complained_at = coalesce(mpmd_address.complained_at, excluded.complained_at), " +
      "updated_at = now(), deleted_at = NULL",
    [email]
  )
  await withdrawAddress(tx, email, customer_id, { source: COMPLAINT })
}

/**
 * As soon as the ledger says enough for it (failures/offer.ts). Not where the mail went on to another address and came back
 * from there: the member's own mailbox exists.
 */
async function flag(
  tx: Database,
  { id, kind, address }: ReportedDelivery,
  { recipients }: ReturnEvent
): Promise<void> {
  const [row] = await tx.query<{ offered: boolean }>(
    `SELECT ${FLAG_OFFERED} AND (cardinality($2::text[]) = 0 OR EXISTS (SELECT FROM unnest($2::text[]) AS named(email) ` +
      `WHERE ${normalised("named.email")} = $3)) AS offered FROM mpmd_delivery d WHERE d.id = $1`,
    [id, recipients.map((one) => lineOf(one)), address]
  )
  if (row?.offered && TO_A_PERSON.has(kind)) {
    await setInvalid(tx, { delivery_ids: [id], invalid: true }, { origin: "automatic" })
  }
}
