/** Mail asked for by other code: one templated mail to one address, sent exactly once per idempotency key. */
import { generateEntityId } from "@medusajs/framework/utils"

import { requireAddress } from "../address/address"
import { normalised } from "../address/sql"
import { storeContent } from "../content/store"
import { invalid } from "../refusals/refusal"
import { getSettings } from "../settings/settings"
import { check } from "../shapes/check"
import { singleMail } from "../shapes/single-mail"
import type { Database } from "../sql/database"
import { sendableContent } from "../templates/draft"
import { getTemplate } from "../templates/templates"
import type { DeliveryKind, DeliveryState, MemberContent, Variables } from "../words"
import { laneOf } from "./lanes"

export interface SingleMailInput {
  to: string
  recipient_name?: string | null
  /** A stored template … */
  template_id?: string
  /** … or the content itself. */
  content?: Omit<MemberContent, "include_signature"> & { include_signature?: boolean }
  /** Plain JSON; every variable that the template names must be here, but for `store.*`. */
  variables?: Variables
  /** The same key never sends twice, whatever else the call says. */
  idempotency_key: string
  customer_id?: string | null
  order_id?: string | null
  /** Somebody waits for it in front of a screen, as for a new password: it goes before all other mail. */
  awaited?: boolean
}

export interface SingleMailDTO {
  id: string
  state: DeliveryState
  /** False if this key had been used before: nothing was sent again. */
  created: boolean
}

interface LooseDelivery {
  kind: Extract<DeliveryKind, "single" | "copy" | "test">
  contentId: string
  dedupeKey: string
  to: string
  recipientName?: string | null
  variables: Variables
  customerId?: string | null
  orderId?: string | null
  aboutMailingId?: string | null
  /** Why it is recorded but not sent. */
  skipped?: string
  awaited?: boolean
}

/** A delivery outside any mailing. Due at once; the same dedupe key inserts nothing. */
export async function insertLooseDelivery(
  db: Database,
  delivery: LooseDelivery
): Promise<{ id: string; state: DeliveryState; created: boolean }> {
  const id = generateEntityId("", "mdlv")
  const [created] = await db.query<{ id: string; state: DeliveryState }>(
    "INSERT INTO mpmd_delivery (id, kind, content_id, dedupe_key, email, address, recipient_name, variables, " +
      "customer_id, order_id, about_mailing_id, lane, state, reason, next_attempt_at) " +
      `VALUES ($1, $2, $3, $4, $5, ${normalised("$5::text")}, $6, $7, $8, $9, $10, $12, ` +
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
    ]
  )
  if (created) {
    return { ...created, created: true }
  }
  const [existing] = await db.query<{ id: string; state: DeliveryState }>(
    "SELECT id, state FROM mpmd_delivery WHERE dedupe_key = $1 AND mailing_id IS NULL AND deleted_at IS NULL",
    [delivery.dedupeKey]
  )
  return { ...existing!, created: false }
}

async function contentOf(db: Database, input: SingleMailInput): Promise<MemberContent> {
  if (input.content) {
    return { include_signature: true, ...input.content }
  }
  const template = await getTemplate(db, input.template_id!)
  if (template.kind !== "member") {
    throw invalid(
      "template_id",
      "no_member_template",
      "an order template needs an order; choose a template of kind member"
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

/** Whether a dotted path leads to a value. */
function has(variables: Variables, path: string): boolean {
  let value: unknown = variables
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) {
      return false
    }
    value = (value as Variables)[key]
  }
  return true
}

/**
 * As a caller's key is kept. This module names its own mails too (`auto:`, `resend:`, `copy:`, `test:`): whatever key
 * another plugin thinks of, it must not silence a confirmation of an order.
 */
function callersKey(key: string): string {
  return `asked:${key}`
}

/**
 * Stores one mail for sending.
 *
 * @throws MedusaError `invalid_data` naming the field: address, template, or a variable that is missing.
 */
export async function sendSingleMail(
  db: Database,
  timezone: string,
  given: SingleMailInput
): Promise<SingleMailDTO> {
  const input: SingleMailInput = check(singleMail, given)
  const to = requireAddress("to", input.to)
  const content = await contentOf(db, input)
  const settings = await getSettings(db)
  const { snapshot, constants } = await sendableContent("single", content, settings, { timezone })
  const variables = input.variables ?? {}
  const missing = snapshot.variables.filter((path) => !has({ ...constants, ...variables }, path))
  if (missing.length) {
    const names = missing.join(", ")
    const message = `the template names ${names}, which the call does not give`
    throw invalid("variables", "missing_variables", message, { names })
  }
  return insertLooseDelivery(db, {
    kind: "single",
    contentId: await storeContent(db, snapshot, constants),
    dedupeKey: callersKey(input.idempotency_key),
    to,
    recipientName: input.recipient_name,
    variables,
    customerId: input.customer_id,
    orderId: input.order_id,
    awaited: input.awaited,
  })
}
