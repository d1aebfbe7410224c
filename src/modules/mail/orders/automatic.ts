/**
 * Mail that the shop does not have to think of: one rule for each event, off by default. Exactly one mail for each
 * rule and document: the dedupe key names both, whether the event comes twice or the sweep finds it as well.
 */
import { sendableContent } from "../content/draft"
import { storeContent } from "../content/store"
import type { Database } from "../database"
import { invalid } from "../refusal"
import { getSettings, type MailSettingsDTO } from "../settings"
import { insertLooseDelivery, type SingleMailDTO } from "../single-mail"
import { getTemplate } from "../templates"
import { LANGUAGES, type OrderContent, type OrderSource } from "../types"
import { AUTOMATIC_EVENTS, type AutomaticEvent, type AutomaticRules } from "./automatic-rules"
import type { OrderDocument } from "./document"
import { beginDraftMemory } from "./draft-memory"
import { keyOf, lostOccurrences, type MissedOptions, type Occurrence, refundsOf } from "./occurrences"
import { languageOf, namedVariables, presentDocument, recipientName } from "./variables"

export const SOURCE_OF: Record<AutomaticEvent, OrderSource> = {
  order_placed: "order",
  shipment_created: "fulfillment",
  order_canceled: "order",
  payment_refunded: "order",
}

/** Which events have a rule that is switched on. */
export function switchedOn(rules: AutomaticRules | null): AutomaticEvent[] {
  return AUTOMATIC_EVENTS.filter((event) => rules?.[event]?.enabled)
}

/** Lost events to make up for, a page at a time; none if the rule is off. */
export async function missedOccurrences(
  db: Database,
  event: AutomaticEvent,
  options: MissedOptions = {}
): Promise<Occurrence[]> {
  const rule = (await getSettings(db)).automatic?.[event]
  return rule?.enabled ? lostOccurrences(db, event, rule.since, options) : []
}

/** The refunds that an event about a payment is to be answered for; none if the rule is off. */
export async function refundsToTell(db: Database, paymentId: string): Promise<Occurrence[]> {
  const rule = (await getSettings(db)).automatic?.payment_refunded
  return rule?.enabled ? refundsOf(db, paymentId, rule.since) : []
}

/** @throws MedusaError if no mail of this rule can be made: its template is gone, the sender is not set. */
export async function assertAutomatic(db: Database, timezone: string, event: AutomaticEvent): Promise<void> {
  const settings = await getSettings(db)
  const content = await contentOf(db, settings, event)
  if (content) {
    for (const language of LANGUAGES) {
      await sendableContent("order", content, settings, { language, timezone })
    }
  }
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
  const { snapshot, constants } = await sendableContent("order", content, settings, { language, timezone })
  const variables = presentDocument(document, { settings, language, timezone })
  return insertLooseDelivery(db, {
    kind: "single",
    contentId: await storeContent(db, snapshot, constants),
    dedupeKey: keyOf(event, id),
    to,
    recipientName: recipientName(document),
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
    if (event === "order_placed" && change.enabled && !was?.enabled) {
      await beginDraftMemory(db)
    }
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
    throw invalid(
      `automatic.${event}.template_id`,
      "no_order_template",
      "choose a template of kind order for this mail"
    )
  }
}
