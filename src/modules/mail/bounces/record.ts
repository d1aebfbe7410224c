/**
 * What follows from news of a mail that was sent, all or nothing, and each counts once: a replay finds its
 * digest. In whatever order they come, the end is the same: a complaint outweighs a bounce, and news that comes before
 * the server's own yes is on record proves that it left.
 *
 * The deliveries are locked first, with nothing else in hand; see deliveries/locks.ts.
 */
import { transition } from "../deliveries/change-state"
import { ATTEMPT_NOW, STATE_NOW } from "../deliveries/leases"
import type { Change, TransitionName } from "../deliveries/transitions"
import { type LimitPause, pauseAboveLimit } from "../mailings/limits"
import type { Database } from "../sql/database"
import type { DeliveryState } from "../words"
import type { ReturnEvent, ReturnEventKind } from "./event"
import { follow } from "./follow"
import { type Found, type Item, itemOf, type ReportedDelivery, type ReturnPolicy } from "./item"
import { PROVEN } from "./match"
import { note } from "./note"

/**
 * - `recorded`: the mail's state says it now. `noted`: it stands beside the mail and changes nothing, since nothing proves
 *   it, or the mail is past it.
 * - `known`: it came before. `unmatched`: it is about no mail of ours.
 */
export type RecordOutcome = "recorded" | "noted" | "known" | "unmatched"

/** Why the mail is where it is; `complained` is said of an address that did so before. */
const REPORTED_SPAM = "reported_spam"

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

/** @param event - From whomever: what it says of itself is believed as far as match.ts proves it. */
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
  const rows = await tx.query<ReportedDelivery>(
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
