/**
 * What happened in the store and has no automatic mail yet, read from Medusa's own tables.
 *
 * An event names one thing, and its mail leaves at once. The sweep makes up for events that were lost, so it looks
 * only for what Medusa would have told of: an imported order, shipment or refund leaves the same row without an event,
 * and nobody must be written to about it. Each statement below asks for the trace that only the workflow with the
 * event leaves behind. And it looks only at what is some minutes old: Medusa's rows are there before the thing is
 * certain. An order is made before its payment is authorised and deleted if that fails, a refund is made before the
 * payment provider is asked, a shipment before its event tells that nobody is to be notified.
 */
import type { Database } from "../sql/database"
import type { AutomaticEvent } from "../words/automatic-rules"
import { noteDrafts } from "./draft-memory"
import { firstIdSince } from "./ids"

/** What happened, and the document that its mail is about. */
export interface Occurrence {
  /** Of the order, the fulfillment or the refund: it happens once. */
  id: string
  document_id: string
}

/** One page of what was missed. */
export interface MissedOptions {
  /** Looks at old documents too; reads whole tables, so not each minute. */
  thorough?: boolean
  /** The last id of the page before: what could not be made must not keep the rest waiting. */
  after?: string
}

/** Hours in which a lost event is still made up for: what is older must not be told of as if it were news. */
const LOOK_BACK = 72
/** Minutes after which what is there is certain: payment providers answer within one or two. */
const SETTLED = 10
/** Occurrences of one page. */
const PAGE = 200

const HOUR = 3_600_000
const ADDRESSED = "o.deleted_at IS NULL AND btrim(o.email) <> ''"

/** Only `refundPaymentWorkflow` books a refund by its own id; the workflow behind a cancellation tells of none. */
const booked = (refund: string) =>
  `EXISTS (SELECT FROM order_transaction t WHERE t.reference = 'refund' AND t.reference_id = ${refund}.id ` +
  "AND t.deleted_at IS NULL)"

/** Each gives `id`, `document_id` and `at`, when its event should have come. `$1` is the least id that is looked at. */
const TOLD_OF: Record<AutomaticEvent, string> = {
  // A completed cart is linked to its order; a converted draft was seen as a draft.
  order_placed: `
    SELECT o.id, o.id AS document_id, o.created_at AS at
      FROM "order" o JOIN order_cart l ON l.order_id = o.id AND l.deleted_at IS NULL
     WHERE o.id >= $1 AND NOT o.is_draft_order AND ${ADDRESSED}
    UNION ALL
    SELECT o.id, o.id, o.updated_at FROM mpmd_draft_order d JOIN "order" o ON o.id = d.id
     WHERE NOT o.is_draft_order AND ${ADDRESSED}`,
  // `createOrderShipmentWorkflow` notes in the order's ledger what was shipped.
  shipment_created: `
    SELECT f.id, f.id AS document_id, f.shipped_at AS at
      FROM fulfillment f JOIN order_fulfillment l ON l.fulfillment_id = f.id AND l.deleted_at IS NULL
      JOIN "order" o ON o.id = l.order_id
     WHERE f.id >= $1 AND f.canceled_at IS NULL AND f.deleted_at IS NULL AND ${ADDRESSED}
       AND EXISTS (SELECT FROM order_change_action a WHERE a.order_id = o.id AND a.action = 'SHIP_ITEM'
                      AND a.reference_id = f.id AND a.deleted_at IS NULL)`,
  // `cancelOrderWorkflow` always settles the money by a credit line, of nothing perhaps, and cancels right after it.
  order_canceled: `
    SELECT o.id, o.id AS document_id, o.canceled_at AS at FROM "order" o
     WHERE o.id >= $1 AND NOT o.is_draft_order AND ${ADDRESSED}
       AND EXISTS (SELECT FROM order_change c WHERE c.order_id = o.id AND c.change_type = 'credit_line'
                      AND c.created_at BETWEEN o.canceled_at - interval '10 minutes'
                                           AND o.canceled_at + interval '1 minute' AND c.deleted_at IS NULL)`,
  payment_refunded: `
    SELECT r.id, o.id AS document_id, r.created_at AS at
      FROM refund r JOIN order_transaction t ON t.reference = 'refund' AND t.reference_id = r.id AND t.deleted_at IS NULL
      JOIN "order" o ON o.id = t.order_id
     WHERE r.id >= $1 AND r.deleted_at IS NULL AND ${ADDRESSED}`,
}

/**
 * Whose id it is, and how long after its making the event usually comes, in days. None of these times has an index, so
 * the statements are bounded by the primary key. What comes later, or has an id from elsewhere, a thorough look finds.
 */
const MADE: Record<AutomaticEvent, { prefix: string; days: number }> = {
  order_placed: { prefix: "order", days: 1 },
  shipment_created: { prefix: "ful", days: 30 },
  order_canceled: { prefix: "order", days: 30 },
  payment_refunded: { prefix: "ref", days: 1 },
}

/** What names the one mail about an occurrence. */
export function keyOf(event: AutomaticEvent, id: string): string {
  return `auto:${event}:${id}`
}

const unmailed = (id: string, key: string) =>
  `NOT EXISTS (SELECT FROM mpmd_delivery d WHERE d.dedupe_key = ${key}::text || ${id} AND d.mailing_id IS NULL ` +
  "AND d.deleted_at IS NULL)"

/** Since when something must have happened to be told of. @param since - When the rule was switched on. */
function lookBack(since: string | null | undefined): Date {
  return new Date(Math.max(Date.parse(since ?? "") || 0, Date.now() - LOOK_BACK * HOUR))
}

/**
 * Lost events to make up for, in the order of their ids, a page at a time.
 *
 * @param since - When the rule was switched on.
 */
export async function lostOccurrences(
  db: Database,
  event: AutomaticEvent,
  since: string | null | undefined,
  { thorough = false, after = "" }: MissedOptions = {}
): Promise<Occurrence[]> {
  const from = lookBack(since)
  const { prefix, days } = MADE[event]
  const leastId = thorough ? "" : firstIdSince(prefix, new Date(from.getTime() - days * 24 * HOUR))
  if (event === "order_placed" && !after) {
    await noteDrafts(db, leastId)
  }
  return db.query<Occurrence>(
    `SELECT h.id, h.document_id FROM (${TOLD_OF[event]}) h
      WHERE h.at >= $2 AND h.at <= now() - make_interval(mins => $3) AND h.id > $4 AND ${unmailed("h.id", "$5")}
      ORDER BY h.id LIMIT ${PAGE}`,
    [leastId, from, SETTLED, after, keyOf(event, "")]
  )
}

/**
 * The refunds that an event about a payment may mean: those without a mail that are booked at the order. A row that is
 * not may still be waiting for the provider's answer. A provider that books none tells of all that stand.
 */
export async function refundsOf(
  db: Database,
  paymentId: string,
  since: string | null | undefined
): Promise<Occurrence[]> {
  return db.query<Occurrence>(
    `SELECT r.id, o.id AS document_id
       FROM refund r JOIN payment p ON p.id = r.payment_id
       JOIN order_payment_collection l ON l.payment_collection_id = p.payment_collection_id AND l.deleted_at IS NULL
       JOIN "order" o ON o.id = l.order_id
      WHERE p.id = $1 AND r.created_at >= $2 AND r.deleted_at IS NULL AND ${ADDRESSED} AND ${unmailed("r.id", "$3")}
        AND (${booked("r")} OR NOT EXISTS (
          SELECT FROM refund other WHERE other.payment_id = p.id AND other.deleted_at IS NULL AND ${booked("other")}))
      ORDER BY r.id`,
    [paymentId, lookBack(since), keyOf("payment_refunded", "")]
  )
}
