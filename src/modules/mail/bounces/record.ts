/**
 * What follows from news of a mail that was sent. One transaction for each, and each counts once: a replay finds its
 * digest. In whatever order they come, the end is the same: a complaint outweighs a bounce, and news that comes before
 * the server's own yes is on record proves that it left.
 *
 * The delivery is locked first, with nothing else in hand; see deliveries/locks.ts.
 */
import { createHash } from "node:crypto"

import { normalised } from "../address/sql"
import { transition } from "../deliveries/change-state"
import type { TransitionName } from "../deliveries/transitions"
import { FLAG_OFFERED } from "../failures/offer"
import { readable } from "../formats/readable"
import { type LimitPause, pauseAboveLimit } from "../mailings/limits"
import { withdrawAddress } from "../members/consents"
import { setInvalid } from "../members/flags"
import type { Secrets } from "../seals/seal"
import type { Database } from "../sql/database"
import type { DeliveryKind, DeliveryState } from "../words"
import { type Finding, findingOf } from "./class"
import type { ReturnEvent, ReturnEventKind } from "./event"
import { guessOf } from "./guess"
import { type Match, matchOf, PROVEN } from "./match"

/** Plain JSON. */
export interface ReturnPolicy extends Secrets {
  bounces?: { flag: "by_hand" | "automatic" }
}

/**
 * - `recorded`: the mail's state says it now. `noted`: it stands beside the mail and changes nothing, since nothing proves
 *   it, or the mail is past it.
 * - `known`: it came before. `unmatched`: it is about no mail of ours.
 */
export type RecordOutcome = "recorded" | "noted" | "known" | "unmatched"

interface Delivery {
  id: string
  kind: DeliveryKind
  state: DeliveryState
  attempt: number
  email: string
  address: string
  customer_id: string | null
}

/** So much is kept about one mail; a flood of what nothing proves must not keep out what is proven. */
const MOST_KEPT = { named: 20, guessed: 20, sealed: 200, vouched: 200 }

/** Where the withdrawal came from, on its record. */
const COMPLAINT = "complaint"
/** Why the mail is where it is; `complained` is said of an address that did so before. */
const REPORTED_SPAM = "reported_spam"

/** Somebody's own mail: a sample's or a copy's reader is not the member. */
const TO_A_PERSON: ReadonlySet<DeliveryKind> = new Set(["member", "order", "single"])

const STEPS: Record<ReturnEventKind, Partial<Record<DeliveryState, readonly TransitionName[]>>> = {
  bounce: { sent: ["bounce"], uncertain: ["confirm", "bounce"], sending: ["accept", "bounce"] },
  complaint: {
    sent: ["complain"],
    uncertain: ["confirm", "complain"],
    sending: ["accept", "complain"],
    bounced: ["complainBounced"],
  },
  progress: { uncertain: ["confirm"] },
}

/** Told of a mailing that has paused itself because of what came back. */
export type OnPause = (paused: LimitPause) => Promise<void>

/** @param event - From whomever: what it says of itself is believed as far as {@link matchOf} proves it. */
export async function recordReturn(
  db: Database,
  policy: ReturnPolicy,
  event: ReturnEvent,
  onPause?: OnPause
): Promise<RecordOutcome> {
  const match = matchOf(policy, event) ?? (await guessed(db, event))
  if (!match) {
    return "unmatched"
  }
  const outcome = await db.transaction((tx) => recordMatched(tx, policy, event, match))
  if (outcome === "recorded" && event.kind !== "progress") {
    await lookAtLimits(db, match.deliveryId, onPause)
  }
  return outcome
}

async function guessed(db: Database, event: ReturnEvent): Promise<Match | null> {
  const deliveryId = await guessOf(db, event)
  return deliveryId === null ? null : { deliveryId, by: "guessed" }
}

async function lookAtLimits(db: Database, deliveryId: string, onPause: OnPause | undefined): Promise<void> {
  const [row] = await db.query<{ mailing_id: string | null }>(
    "SELECT mailing_id FROM mpmd_delivery WHERE id = $1",
    [deliveryId]
  )
  const paused = row?.mailing_id ? await pauseAboveLimit(db, row.mailing_id) : null
  if (paused) {
    await onPause?.(paused)
  }
}

async function recordMatched(
  tx: Database,
  policy: ReturnPolicy,
  event: ReturnEvent,
  match: Match
): Promise<RecordOutcome> {
  const [delivery] = await tx.query<Delivery>(
    "SELECT id, kind, state, attempt, email, address, customer_id FROM mpmd_delivery " +
      "WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE",
    [match.deliveryId]
  )
  if (!delivery) {
    return "unmatched"
  }
  const finding = findingOfEvent(event)
  if (!(await note(tx, event, match, finding))) {
    return "known"
  }
  if (!PROVEN.has(match.by)) {
    return "noted"
  }
  const changed = await carryOut(tx, delivery, event, finding)
  if (event.kind === "complaint") {
    await withdraw(tx, delivery)
  } else if (changed && event.kind === "bounce" && policy.bounces?.flag === "automatic") {
    await flag(tx, delivery, event)
  }
  return changed ? "recorded" : "noted"
}

function findingOfEvent({ kind, diagnostic, status, remote, class: given }: ReturnEvent): Finding {
  const action = kind === "bounce" ? "failed" : "delivered"
  const found = findingOf({ action, status, diagnostic, remote, recipient: null, original: null })
  return { ...found, class: found.class === "unknown" ? (given ?? "unknown") : found.class }
}

/** @returns false if it is there already. */
async function note(
  tx: Database,
  event: ReturnEvent,
  { deliveryId, by }: Match,
  { words }: Finding
): Promise<boolean> {
  const rows = await tx.query(
    "INSERT INTO mpmd_return (digest, delivery_id, kind, matched_by, source, recipient, status, diagnostic, remote, evidence) " +
      "SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 " +
      `WHERE (SELECT count(*) FROM mpmd_return WHERE delivery_id = $2 AND matched_by = $4) < ${MOST_KEPT[by]} ` +
      "ON CONFLICT (digest) DO NOTHING RETURNING digest",
    [
      digestOf(event, deliveryId),
      deliveryId,
      event.kind,
      by,
      event.source,
      lineOf(event.recipients[0]),
      lineOf(event.status),
      words || null,
      lineOf(event.remote),
      event.evidence === null ? null : readable(event.evidence),
    ]
  )
  return rows.length > 0
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

const LONGEST_LINE = 320

function lineOf(text: string | null | undefined): string | null {
  return text ? readable(text).replaceAll("\n", " ").slice(0, LONGEST_LINE) : null
}

/** @returns whether its state says it now. */
async function carryOut(
  tx: Database,
  { id, attempt, state }: Delivery,
  { kind }: ReturnEvent,
  { class: failureClass, reply, words }: Finding
): Promise<boolean> {
  const steps = STEPS[kind][state] ?? []
  const outcome = {
    reason: kind === "complaint" ? REPORTED_SPAM : failureClass,
    response: words || null,
    ...(kind === "bounce" && { code: reply.code, enhanced: reply.enhanced }),
  }
  for (const name of steps) {
    const isLast = name === steps.at(-1) && kind !== "progress"
    await transition(tx, name, [{ id, attempt, ...(isLast && outcome) }])
  }
  return steps.length > 0
}

/** Whoever calls it spam wants no more of it, whatever else they agreed to. */
async function withdraw(tx: Database, { kind, email, customer_id }: Delivery): Promise<void> {
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
  { id, kind, address }: Delivery,
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
