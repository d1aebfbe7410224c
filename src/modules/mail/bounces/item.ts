/** One piece of news of a mail that was sent, with all that is known before the mail itself is looked at. */
import { createHash } from "node:crypto"

import type { Secrets } from "../seals/seal"
import type { Database } from "../sql/database"
import type { DeliveryKind, DeliveryState } from "../words"
import { type Finding, findingOf } from "./class"
import type { ReturnEvent } from "./event"
import { guessOf } from "./guess"
import { type Match, matchOf } from "./match"

/** How what comes back is believed and what it may do. Plain JSON. */
export interface ReturnPolicy extends Secrets {
  bounces?: { flag: "by_hand" | "automatic" }
}

/** A mail that there is news of. */
export interface ReportedDelivery {
  id: string
  kind: DeliveryKind
  mailing_id: string | null
  state: DeliveryState
  attempt: number
  email: string
  address: string
  customer_id: string | null
}

/** What somebody says of a mail, which mail that is, and how far it is proven. */
export interface Item {
  event: ReturnEvent
  match: Match
  finding: Finding
  digest: string
  delivery?: ReportedDelivery
}

/** An item whose mail there is. */
export interface Found extends Item {
  delivery: ReportedDelivery
}

/** @returns null for news of no mail of ours. */
export async function itemOf(db: Database, policy: ReturnPolicy, event: ReturnEvent): Promise<Item | null> {
  const match = matchOf(policy, event) ?? (await guessed(db, event))
  return match && { event, match, finding: findingOfEvent(event), digest: digestOf(event, match.deliveryId) }
}

async function guessed(db: Database, event: ReturnEvent): Promise<Match | null> {
  const deliveryId = await guessOf(db, event)
  return deliveryId === null ? null : { deliveryId, by: "guessed" }
}

function findingOfEvent({ kind, diagnostic, status, remote, class: given }: ReturnEvent): Finding {
  const action = kind === "bounce" ? "failed" : "delivered"
  const found = findingOf({ action, status, diagnostic, remote, recipient: null, original: null })
  return { ...found, class: found.class === "unknown" ? (given ?? "unknown") : found.class }
}

/** By what is new about it: a service that repeats itself gives the same id. */
function digestOf(
  { source, kind, eventId, recipients, status, diagnostic }: ReturnEvent,
  id: string
): string {
  const told = eventId ? [eventId] : [recipients[0] ?? null, status, diagnostic]
  return createHash("sha256")
    .update(JSON.stringify([source, kind, id, ...told]))
    .digest("hex")
}
