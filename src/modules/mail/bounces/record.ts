/**
 * What follows from news of a mail that was sent, all or nothing, and each counts once: a replay finds its
 * digest. In whatever order they come, the end is the same: a complaint outweighs a bounce, and news that comes before
 * the server's own yes is on record proves that it left.
 *
 * The deliveries are locked first, with nothing else in hand; see deliveries/locks.ts.
 */
import { createHash } from "node:crypto"

import { normalised } from "../address/sql"
import { transition } from "../deliveries/change-state"
import { ATTEMPT_NOW, STATE_NOW } from "../deliveries/leases"
import type { Change, TransitionName } from "../deliveries/transitions"
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
  mailing_id: string | null
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

/** One piece of news, with all that is known before Postgres is asked. */
interface Item {
  event: ReturnEvent
  match: Match
  finding: Finding
  digest: string
  delivery?: Delivery
}

/** An item whose mail there is. */
interface Found extends Item {
  delivery: Delivery
}

/** @param event - From whomever: what it says of itself is believed as far as {@link matchOf} proves it. */
export async function recordReturn(
  db: Database,
  policy: ReturnPolicy,
  event: ReturnEvent,
  onPause?: OnPause
): Promise<RecordOutcome> {
  const [outcome] = await recordTogether(db, policy, [event], onPause)
  return outcome!
}

/**
 * The same for several in one transaction, which costs little more than one: ten thousand reports are a minute's work.
 *
 * @param events - About different mails.
 */
export async function recordTogether(
  db: Database,
  policy: ReturnPolicy,
  events: readonly ReturnEvent[],
  onPause?: OnPause
): Promise<RecordOutcome[]> {
  const items = await Promise.all(events.map((event) => itemOf(db, policy, event)))
  const matched = items.filter((item) => item !== null)
  const outcomes = matched.length
    ? await db.transaction((tx) => recordMatched(tx, policy, matched))
    : new Map<Item, RecordOutcome>()
  await lookAtLimits(db, outcomes, onPause)
  return items.map((item) => (item && outcomes.get(item)) ?? "unmatched")
}

/** Each mailing once, after all of it is on record. */
async function lookAtLimits(
  db: Database,
  outcomes: ReadonlyMap<Item, RecordOutcome>,
  onPause: OnPause | undefined
): Promise<void> {
  const mailings = [...outcomes].flatMap(([{ event, delivery }, outcome]) =>
    outcome === "recorded" && event.kind !== "progress" && delivery?.mailing_id ? [delivery.mailing_id] : []
  )
  for (const id of new Set(mailings)) {
    const paused = await pauseAboveLimit(db, id)
    if (paused) {
      await onPause?.(paused)
    }
  }
}

async function itemOf(db: Database, policy: ReturnPolicy, event: ReturnEvent): Promise<Item | null> {
  const match = matchOf(policy, event) ?? (await guessed(db, event))
  return match && { event, match, finding: findingOfEvent(event), digest: digestOf(event, match.deliveryId) }
}

async function guessed(db: Database, event: ReturnEvent): Promise<Match | null> {
  const deliveryId = await guessOf(db, event)
  return deliveryId === null ? null : { deliveryId, by: "guessed" }
}

async function recordMatched(
  tx: Database,
  policy: ReturnPolicy,
  items: readonly Item[]
): Promise<Map<Item, RecordOutcome>> {
  const outcomes = new Map<Item, RecordOutcome>()
  const found = await lockDeliveries(tx, items)
  const fresh = await note(tx, found)
  found.forEach((item) => outcomes.set(item, fresh.has(item.digest) ? "noted" : "known"))
  const proven = found.filter(({ digest, match }) => fresh.has(digest) && PROVEN.has(match.by))
  for (const item of await carryOut(tx, proven)) {
    outcomes.set(item, "recorded")
  }
  for (const item of proven) {
    await follow(tx, policy, item, outcomes.get(item) === "recorded")
  }
  return outcomes
}

/**
 * In one order, so that two of us never wait in a circle. A dispatcher that writes outcomes of the same mails just now may:
 * then Postgres ends one of both, and either does it again (receive.ts, dispatch/recorder.ts).
 */
async function lockDeliveries(tx: Database, items: readonly Item[]): Promise<Found[]> {
  const rows = await tx.query<Delivery>(
    `SELECT d.id, d.kind, d.mailing_id, ${STATE_NOW} AS state, ${ATTEMPT_NOW} AS attempt, d.email, d.address, d.customer_id ` +
      "FROM mpmd_delivery d WHERE d.id = ANY($1) AND d.deleted_at IS NULL ORDER BY d.id FOR NO KEY UPDATE",
    [items.map(({ match }) => match.deliveryId)]
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return items.flatMap((item) => {
    const delivery = byId.get(item.match.deliveryId)
    // The same object: outcomes are kept by it.
    return delivery ? [Object.assign(item, { delivery })] : []
  })
}

async function follow(
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

function findingOfEvent({ kind, diagnostic, status, remote, class: given }: ReturnEvent): Finding {
  const action = kind === "bounce" ? "failed" : "delivered"
  const found = findingOf({ action, status, diagnostic, remote, recipient: null, original: null })
  return { ...found, class: found.class === "unknown" ? (given ?? "unknown") : found.class }
}

/** @returns the digests of what was not there already. */
async function note(tx: Database, items: readonly Found[]): Promise<Set<string>> {
  const columns = [
    items.map(({ digest }) => digest),
    items.map(({ delivery }) => delivery.id),
    items.map(({ event }) => event.kind),
    items.map(({ match }) => match.by),
    items.map(({ event }) => event.source),
    items.map(({ event }) => lineOf(event.recipients[0])),
    items.map(({ event }) => lineOf(event.status)),
    items.map(({ finding }) => finding.words || null),
    items.map(({ event }) => lineOf(event.remote)),
    items.map(({ event }) => (event.evidence === null ? null : readable(event.evidence))),
  ]
  const arrays = columns.map((_, index) => `$${index + 1}::text[]`).join(", ")
  const rows = await tx.query<{ digest: string }>(
    `INSERT INTO mpmd_return (${NOTED}) SELECT ${NOTED} FROM unnest(${arrays}, $11::int[]) AS told(${NOTED}, most) ` +
      "WHERE (SELECT count(*) FROM mpmd_return r WHERE r.delivery_id = told.delivery_id AND r.matched_by = told.matched_by) < most " +
      "ON CONFLICT (digest) DO NOTHING RETURNING digest",
    [...columns, items.map(({ match }) => MOST_KEPT[match.by])]
  )
  return new Set(rows.map(({ digest }) => digest))
}

const NOTED = "digest, delivery_id, kind, matched_by, source, recipient, status, diagnostic, remote, evidence"

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

/** @returns those whose mail's state says it now. */
async function carryOut(tx: Database, items: readonly Found[]): Promise<Found[]> {
  for (const place of [0, 1]) {
    const changes = new Map<TransitionName, Change[]>()
    for (const item of items) {
      const name = stepsOf(item)[place]
      if (name) {
        changes.set(name, [...(changes.get(name) ?? []), changeOf(item, place)])
      }
    }
    for (const [name, all] of changes) {
      await transition(tx, name, all)
    }
  }
  return items.filter((item) => stepsOf(item).length > 0)
}

const stepsOf = ({ event, delivery }: Found) => STEPS[event.kind][delivery.state] ?? []

/** The last step says why. */
function changeOf(item: Found, place: number): Change {
  const { event, delivery, finding } = item
  const { id, attempt } = delivery
  if (place < stepsOf(item).length - 1 || event.kind === "progress") {
    return { id, attempt }
  }
  const { code, enhanced } = finding.reply
  return {
    id,
    attempt,
    reason: event.kind === "complaint" ? REPORTED_SPAM : finding.class,
    response: finding.words || null,
    ...(event.kind === "bounce" && { code, enhanced }),
  }
}

/** A reader who calls it spam wants no more of it, whatever else they agreed to. */
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
