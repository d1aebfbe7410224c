/** Mail asked for by other code: one templated mail to one address, sent exactly once per idempotency key. */
import { requireAddress } from "../address/address"
import { normalised } from "../address/sql"
import { type GivenFile, storeFiles } from "../content/file-store"
import { hasValue } from "../content/paths"
import { storeContent } from "../content/store"
import { entityId } from "../formats/entity-id"
import { invalid } from "../refusals/refusal"
import { getSettings, type MailSettingsDTO } from "../settings/settings"
import type { GivenAttachment } from "../shapes/attachments"
import { check } from "../shapes/check"
import { singleMail } from "../shapes/single-mail"
import type { Database } from "../sql/database"
import { templateByKey } from "../templates/by-key"
import { sendableContent } from "../templates/draft"
import { getTemplate, type TemplateDTO } from "../templates/templates"
import { type Route, routeOf, type ShopOptions } from "../transports/choice"
import { channelOfOrder } from "../transports/order-channel"
import type {
  ContentSnapshot,
  DeliveryKind,
  DeliveryState,
  Language,
  MemberContent,
  Variables,
} from "../words"
import { MEGABYTES, readAttachments } from "./attachments"
import { laneOf } from "./lanes"

export interface SingleMailInput {
  to: string
  recipient_name?: string | null
  /** A stored template … */
  template_id?: string
  /** … the one that has this key … */
  template_key?: string
  /** … or the content itself. */
  content?: Omit<MemberContent, "include_signature"> & { include_signature?: boolean }
  /** Of several templates with the same key, the one in this language; the shop's if left out. */
  locale?: Language
  /** Files that go with it. */
  attachments?: GivenAttachment[]
  /** Plain JSON; every variable that the template names must be here, but for `store.*`. */
  variables?: Variables
  /** The same key never sends twice, whatever else the call says. */
  idempotency_key: string
  customer_id?: string | null
  order_id?: string | null
  /** Of several transports the one that it leaves by; else that of the sales channel, of the order, or of the sender. */
  transport?: string | null
  sales_channel_id?: string | null
  /** Somebody waits for it in front of a screen, as for a new password: it goes before all other mail. */
  awaited?: boolean
}

export interface SingleMailDTO {
  id: string
  state: DeliveryState
  /** False if this key had been used before: nothing was sent again. */
  created: boolean
}

interface SeparateDelivery {
  kind: Extract<DeliveryKind, "single" | "copy" | "test">
  contentId: string
  dedupeKey: string
  to: string
  recipientName?: string | null
  variables: Variables
  customerId?: string | null
  orderId?: string | null
  aboutMailingId?: string | null
  /** By which it leaves; null is the one of the whole store. */
  transport?: string | null
  /** Why it is recorded but not sent. */
  skipped?: string
  awaited?: boolean
}

/** A delivery outside any mailing. Due at once; the same dedupe key inserts nothing. */
export async function insertSeparateDelivery(
  db: Database,
  delivery: SeparateDelivery
): Promise<{ id: string; state: DeliveryState; created: boolean }> {
  const id = entityId("mdlv")
  const [created] = await db.query<{ id: string; state: DeliveryState }>(
    "INSERT INTO mpmd_delivery (id, kind, content_id, dedupe_key, email, address, recipient_name, variables, " +
      "customer_id, order_id, about_mailing_id, transport, lane, state, reason, next_attempt_at) " +
      `VALUES ($1, $2, $3, $4, $5, ${normalised("$5::text")}, $6, $7, $8, $9, $10, $13, $12, ` +
      "CASE WHEN $11::text IS NULL THEN 'pending' ELSE 'skipped' END, $11, CASE WHEN $11::text IS NULL THEN now() END) " +
      "ON CONFLICT (dedupe_key) WHERE mailing_id IS NULL AND deleted_at IS NULL DO NOTHING RETURNING id, state",
    [
      id,
      delivery.kind,
      delivery.contentId,
      delivery.dedupeKey,
      delivery.to,
      delivery.recipientName ?? null,
      JSON.stringify(delivery.variables),
      delivery.customerId ?? null,
      delivery.orderId ?? null,
      delivery.aboutMailingId ?? null,
      delivery.skipped ?? null,
      laneOf(delivery.kind, delivery.awaited),
      delivery.transport ?? null,
    ]
  )
  if (created) {
    return { ...created, created: true }
  }
  return (await findByKey(db, delivery.dedupeKey))!
}

/**
 * The mail that was recorded for a key before. Asked before anything else of a mail: whoever asks once more, hours after, gets this answer
 * also if its template is gone since, or its transport, or the shop's sender.
 */
export async function findByKey(db: Database, dedupeKey: string): Promise<SingleMailDTO | null> {
  const [existing] = await db.query<{ id: string; state: DeliveryState }>(
    "SELECT id, state FROM mpmd_delivery WHERE dedupe_key = $1 AND mailing_id IS NULL AND deleted_at IS NULL",
    [dedupeKey]
  )
  return existing ? { ...existing, created: false } : null
}

/** What a template says, as a content of one mail. @throws MedusaError `invalid_data` for a template of orders. */
export function contentOfTemplate(template: TemplateDTO, field: string): MemberContent {
  if (template.kind === "order") {
    throw invalid(
      field,
      "no_member_template",
      "an order template needs an order; choose a template for single mail or for members"
    )
  }
  return {
    subject: template.subject,
    preheader: template.preheader,
    body: template.body ?? "",
    format: template.format,
    locale: template.locale,
    include_signature: true,
  }
}

interface Said {
  content: MemberContent
  skipped?: string
}

async function saidBy(db: Database, input: SingleMailInput, shop: MailSettingsDTO): Promise<Said> {
  if (input.content) {
    return { content: { include_signature: true, ...input.content } }
  }
  if (input.template_key === undefined) {
    return { content: contentOfTemplate(await getTemplate(db, input.template_id!), "template_id") }
  }
  const template = await templateByKey(db, {
    key: input.template_key,
    field: "template_key",
    language: input.locale,
    shop: shop.language,
  })
  return {
    content: contentOfTemplate(template, "template_key"),
    skipped: template.enabled ? undefined : "switched_off",
  }
}

/**
 * As a caller's key is kept. This module names its own mails too (`auto:`, `notified:`, `resend:`, `copy:`, `test:`): whatever key
 * another plugin thinks of, it must not silence a confirmation of an order.
 */
function callersKey(key: string): string {
  return `asked:${key}`
}

/** A mail whose words are known and whose variables are given. */
interface TemplatedMail extends Omit<SeparateDelivery, "contentId" | "aboutMailingId" | "transport"> {
  /** Where the caller gave the variables. */
  variablesField: string
  files: readonly GivenFile[]
}

/** What one mail says: all but its variables. */
interface Words {
  snapshot: ContentSnapshot
  constants: Variables
  files: readonly GivenFile[]
}

/** Records a mail with its words and files, all of it or nothing. */
export async function insertWithWords(
  db: Database,
  { snapshot, constants, files }: Words,
  mail: Omit<SeparateDelivery, "contentId">
): Promise<SingleMailDTO> {
  if (!files.length) {
    return insertSeparateDelivery(db, { ...mail, contentId: await storeContent(db, snapshot, constants) })
  }
  return db.transaction(async (tx) => {
    const attachments = await storeFiles(tx, files)
    const contentId = await storeContent(tx, snapshot, constants, attachments)
    return insertSeparateDelivery(tx, { ...mail, contentId })
  })
}

/** Of which shop a mail is, and which way it goes. */
interface Shop extends Route {
  /** IANA. */
  timezone: string
}

/** Stores one mail, if it can be made. @throws MedusaError `invalid_data` naming the field; `not_allowed` without a sender. */
export async function insertTemplated(
  db: Database,
  { settings, transport, timezone }: Shop,
  content: MemberContent,
  { variablesField, files, ...mail }: TemplatedMail
): Promise<SingleMailDTO> {
  const { snapshot, constants } = await sendableContent("single", content, settings, { timezone })
  const given = { ...constants, ...mail.variables }
  const blank = snapshot.variables.filter((path) => !hasValue(given, path))
  if (blank.length) {
    // The shop's signature may name its members, whom a caller need not know: there it says nothing.
    const unsigned = { ...content, include_signature: false }
    const own = (await sendableContent("single", unsigned, settings, { timezone })).snapshot.variables
    assertGiven(
      blank.filter((path) => own.includes(path)),
      variablesField
    )
  }
  return insertWithWords(db, { snapshot, constants, files }, { ...mail, transport })
}

function assertGiven(missing: readonly string[], variablesField: string): void {
  if (missing.length) {
    const names = missing.join(", ")
    const message = `the template names ${names}, which the call does not give`
    throw invalid(variablesField, "missing_variables", message, { names })
  }
}

/** What of the options decides about single mail. */
export interface SingleMailOptions extends ShopOptions {
  /** Of all files of one mail together. */
  attachmentMegabytes?: number
}

/**
 * Stores one mail for sending.
 *
 * @throws MedusaError `invalid_data` naming the field: address, template, file, transport, or a variable that is missing.
 */
export async function sendSingleMail(
  db: Database,
  { timezone, attachmentMegabytes = MEGABYTES, transports = [] }: SingleMailOptions,
  given: SingleMailInput
): Promise<SingleMailDTO> {
  const input: SingleMailInput = check(singleMail, given)
  const dedupeKey = callersKey(input.idempotency_key)
  const before = await findByKey(db, dedupeKey)
  if (before) {
    return before
  }
  const to = requireAddress("to", input.to)
  const files = readAttachments(input.attachments, attachmentMegabytes)
  const shop = await getSettings(db)
  const route = routeOf(transports, shop, {
    transport: input.transport,
    salesChannel: input.sales_channel_id ?? (await channelOfOrder(db, transports, input.order_id)),
  })
  const { content, skipped } = await saidBy(db, input, shop)
  return insertTemplated(db, { ...route, timezone }, content, {
    kind: "single",
    dedupeKey,
    to,
    recipientName: input.recipient_name,
    variables: input.variables ?? {},
    variablesField: "variables",
    customerId: input.customer_id,
    orderId: input.order_id,
    awaited: input.awaited,
    skipped,
    files,
  })
}
