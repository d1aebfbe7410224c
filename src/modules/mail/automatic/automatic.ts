/**
 * Mail that the shop does not have to think of: one rule for each event, off by default. Exactly one mail for each
 * rule and document: the dedupe key names both, whether the event comes twice or the sweep finds it as well.
 */
import { languagesOf, mailLanguage } from "../content/language"
import { storeContent } from "../content/store"
import { insertSeparateDelivery, type SingleMailDTO } from "../deliveries/single"
import type { OrderDocument } from "../orders/document"
import { namedVariables, presentDocument, recipientName } from "../orders/order-variables"
import { invalid } from "../refusals/refusal"
import { getSettings, type MailSettingsDTO } from "../settings/settings"
import type { Database } from "../sql/database"
import { sendableContent } from "../templates/draft"
import { getTemplate, type TemplateDTO } from "../templates/templates"
import { routeOf, type ShopOptions } from "../transports/choice"
import type { OrderContent, OrderSource, OrderWords } from "../words"
import {
  AUTOMATIC_EVENTS,
  type AutomaticEvent,
  type AutomaticRule,
  type AutomaticRules,
} from "../words/automatic-rules"
import { beginDraftMemory } from "./draft-memory"
import { keyOf, lostOccurrences, type MissedOptions, type Occurrence, refundsOf } from "./occurrences"

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
    for (const language of languagesOf(content, settings)) {
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
  const translations: OrderContent["translations"] = {}
  for (const [language, id] of Object.entries(rule.translations ?? {})) {
    const template = await getTemplate(db, id)
    // Its language can have been changed since the rule was saved.
    if (template.locale === language) {
      translations[template.locale] = wordsOf(template)
    }
  }
  const template = await getTemplate(db, rule.template_id)
  return {
    source: SOURCE_OF[event],
    ...wordsOf(template),
    locale: template.locale,
    translations,
    include_signature: true,
  }
}

function wordsOf({ subject, preheader, header, footer, format }: TemplateDTO): OrderWords {
  return { subject, preheader, header: header ?? "", footer: footer ?? "", format }
}

/**
 * Sends the mail of one occurrence, if its rule is on and it has not been sent.
 *
 * @param options - `silent`: the person who did it wanted no mail; that is recorded, so that no sweep sends it either.
 * @returns null if the rule is off or there is no address.
 */
export async function sendAutomatic(
  db: Database,
  { timezone, transports = [] }: ShopOptions,
  event: AutomaticEvent,
  id: string,
  document: OrderDocument,
  options: { silent?: boolean } = {}
): Promise<SingleMailDTO | null> {
  const salesChannel = document.sales_channel_id
  const { settings, transport } = routeOf(transports, await getSettings(db), { salesChannel })
  const content = await contentOf(db, settings, event)
  const to = document.email?.trim()
  if (!content || !to) {
    return null
  }
  const language = mailLanguage(content, settings, document)
  const { snapshot, constants } = await sendableContent("order", content, settings, { language, timezone })
  const variables = presentDocument(document, { settings, language, timezone })
  return insertSeparateDelivery(db, {
    kind: "single",
    contentId: await storeContent(db, snapshot, constants),
    dedupeKey: keyOf(event, id),
    to,
    recipientName: recipientName(document),
    variables: namedVariables(variables, snapshot.variables),
    customerId: document.customer?.id,
    orderId: document.order_id,
    transport,
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
      await assertTemplates(db, event, change)
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

const TEMPLATE = "SELECT kind, locale FROM mpmd_template WHERE id = $1 AND deleted_at IS NULL FOR SHARE"

/** None of them can be deleted meanwhile. */
async function assertTemplates(db: Database, event: AutomaticEvent, rule: AutomaticRule): Promise<void> {
  const find = async (id: string | null) =>
    (await db.query<Pick<TemplateDTO, "kind" | "locale">>(TEMPLATE, [id]))[0]
  const field = `automatic.${event}`
  if ((await find(rule.template_id))?.kind !== "order") {
    throw invalid(
      `${field}.template_id`,
      "no_order_template",
      "choose a template of kind order for this mail"
    )
  }
  for (const [language, id] of Object.entries(rule.translations ?? {})) {
    const template = await find(id)
    if (template?.kind !== "order" || template.locale !== language) {
      throw invalid(
        `${field}.translations.${language}`,
        "no_translation",
        `choose a template of kind order whose language is ${language}`
      )
    }
  }
}
