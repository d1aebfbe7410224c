/**
 * Mail that the shop does not have to think of: one rule for each event, off by default. Exactly one mail for each
 * rule and document: the dedupe key names both, whether the event comes twice or the sweep finds it first.
 *
 * The statements read Medusa's own tables, and only those of the last days: an event may be lost, but an order of
 * last month must not be confirmed today because a rule was once switched on.
 */
import { MedusaError } from "@medusajs/framework/utils"

import { sendableContent } from "../content/draft"
import { storeContent } from "../content/store"
import type { Database } from "../database"
import { getSettings, type MailSettingsDTO } from "../settings"
import { insertLooseDelivery, type SingleMailDTO } from "../single-mail"
import { getTemplate } from "../templates"
import type { OrderContent, OrderSource } from "../types"
import { AUTOMATIC_EVENTS, type AutomaticEvent, type AutomaticRules } from "./automatic-rules"
import type { OrderDocument } from "./document"
import { firstIdSince } from "./ids"
import { documentVariables, languageOf, namedVariables, recipientName } from "./variables"

/** What happened, and the document that its mail is about. */
export interface Occurrence {
  /** Of the order, the fulfillment or the refund: it happens once. */
  id: string
  document_id: string
}

export const SOURCE_OF: Record<AutomaticEvent, OrderSource> = {
  order_placed: "order",
  shipment_created: "fulfillment",
  order_canceled: "order",
  payment_refunded: "order",
}

/** Hours in which a lost event is still made up for. */
const LOOK_BACK = 72
/** Found at once; the next sweep finds the rest. */
const BATCH = 200

/** `$1` is since when, and an id is at least `$4`; each gives `id` and `document_id`. */
const HAPPENED: Record<AutomaticEvent, string> = {
  order_placed:
    'SELECT o.id, o.id AS document_id FROM "order" o WHERE o.created_at >= $1 AND o.id >= $4 AND NOT o.is_draft_order ' +
    "AND o.deleted_at IS NULL AND btrim(o.email) <> ''",
  shipment_created:
    "SELECT f.id, f.id AS document_id FROM fulfillment f JOIN order_fulfillment l ON l.fulfillment_id = f.id " +
    'AND l.deleted_at IS NULL JOIN "order" o ON o.id = l.order_id AND o.deleted_at IS NULL ' +
    "WHERE f.shipped_at >= $1 AND f.id >= $4 AND f.canceled_at IS NULL AND f.deleted_at IS NULL AND btrim(o.email) <> ''",
  order_canceled:
    'SELECT o.id, o.id AS document_id FROM "order" o WHERE o.canceled_at >= $1 AND o.id >= $4 AND NOT o.is_draft_order ' +
    "AND o.deleted_at IS NULL AND btrim(o.email) <> ''",
  payment_refunded:
    "SELECT r.id, o.id AS document_id FROM refund r JOIN payment p ON p.id = r.payment_id " +
    "JOIN order_payment_collection l ON l.payment_collection_id = p.payment_collection_id AND l.deleted_at IS NULL " +
    'JOIN "order" o ON o.id = l.order_id AND o.deleted_at IS NULL ' +
    "WHERE r.created_at >= $1 AND r.id >= $4 AND r.deleted_at IS NULL AND btrim(o.email) <> ''",
}

/**
 * Whose id it is, and how long after its making the event usually comes, in days. None of these times has an index:
 * bounded by the primary key the four statements take 28 ms over 600,000 orders, 480,000 shipments and 60,000 refunds,
 * where reading the tables takes 360 ms. What comes later, or has an id from elsewhere, a thorough look finds.
 */
const MADE: Record<AutomaticEvent, { prefix: string; days: number }> = {
  order_placed: { prefix: "order", days: 1 },
  shipment_created: { prefix: "ful", days: 30 },
  order_canceled: { prefix: "order", days: 30 },
  payment_refunded: { prefix: "ref", days: 1 },
}

function keyOf(event: AutomaticEvent, id: string): string {
  return `auto:${event}:${id}`
}

/** Which events have a rule that is switched on. */
export function switchedOn(rules: AutomaticRules | null): AutomaticEvent[] {
  return AUTOMATIC_EVENTS.filter((event) => rules?.[event]?.enabled)
}

/**
 * What happened since the rule was switched on and has no mail yet, the oldest first.
 *
 * @param thorough - Looks at old documents too; reads whole tables, so not each minute.
 */
export async function missedOccurrences(
  db: Database,
  event: AutomaticEvent,
  thorough: boolean
): Promise<Occurrence[]> {
  const rule = (await getSettings(db)).automatic?.[event]
  if (!rule?.enabled) {
    return []
  }
  const since = new Date(Math.max(Date.parse(rule.since ?? ""), Date.now() - LOOK_BACK * 3_600_000))
  const { prefix, days } = MADE[event]
  const from = thorough ? "" : firstIdSince(prefix, new Date(since.getTime() - days * 24 * 3_600_000))
  return db.query<Occurrence>(
    `SELECT h.id, h.document_id FROM (${HAPPENED[event]}) h WHERE NOT EXISTS (SELECT 1 FROM mpmd_delivery d ` +
      "WHERE d.dedupe_key = $2 || h.id AND d.mailing_id IS NULL AND d.deleted_at IS NULL) ORDER BY h.id LIMIT $3",
    [since, keyOf(event, ""), BATCH, from]
  )
}

async function contentOf(
  db: Database,
  settings: MailSettingsDTO,
  event: AutomaticEvent
): Promise<OrderContent | null> {
  const rule = settings.automatic?.[event]
  if (!rule?.enabled || !rule.template_id) {
    return null
  }
  const { subject, header, footer, format } = await getTemplate(db, rule.template_id)
  const source = SOURCE_OF[event]
  return { source, subject, header: header ?? "", footer: footer ?? "", format, include_signature: true }
}

/**
 * Sends the mail of one occurrence, if its rule is on and it has not been sent.
 *
 * @param options - `silent`: whoever did it wanted no mail; that is recorded, so that no sweep sends it either.
 * @returns null if the rule is off or there is no address.
 */
export async function sendAutomatic(
  db: Database,
  timezone: string,
  event: AutomaticEvent,
  id: string,
  document: OrderDocument,
  options: { silent?: boolean } = {}
): Promise<SingleMailDTO | null> {
  const settings = await getSettings(db)
  const content = await contentOf(db, settings, event)
  const to = document.email?.trim()
  if (!content || !to) {
    return null
  }
  const language = languageOf(document, settings)
  const { snapshot, constants } = sendableContent("order", content, settings, language)
  const variables = documentVariables(document, { settings, language, timezone })
  return insertLooseDelivery(db, {
    kind: "single",
    contentId: await storeContent(db, snapshot, constants),
    dedupeKey: keyOf(event, id),
    to,
    recipientName: recipientName(document, language),
    variables: namedVariables(variables, snapshot.variables),
    customerId: document.customer?.id,
    orderId: document.order_id,
    skipped: options.silent || document.no_notification ? "no_notification" : undefined,
  })
}

/**
 * The rules as they are kept: a rule remembers since when it is on.
 *
 * @throws MedusaError `invalid_data` for a rule without a template of orders.
 */
export async function withSince(
  db: Database,
  before: AutomaticRules | null,
  changes: AutomaticRules
): Promise<AutomaticRules> {
  const rules: AutomaticRules = { ...before }
  for (const event of AUTOMATIC_EVENTS) {
    const change = changes[event]
    if (!change) {
      continue
    }
    if (change.enabled) {
      await assertTemplate(db, event, change.template_id)
    }
    const was = before?.[event]
    const since = was?.enabled ? (was.since ?? null) : new Date().toISOString()
    rules[event] = { ...change, since: change.enabled ? since : null }
  }
  return rules
}

async function assertTemplate(db: Database, event: AutomaticEvent, id: string | null): Promise<void> {
  const [template] = await db.query<{ kind: string }>(
    "SELECT kind FROM mpmd_template WHERE id = $1 AND deleted_at IS NULL",
    [id]
  )
  if (template?.kind !== "order") {
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      `automatic.${event}.template_id: choose a template of kind order for this mail`
    )
  }
}
