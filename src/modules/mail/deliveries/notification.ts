/**
 * Mail that Medusa's Notification Module asks for, through our provider. Recorded here and sent by the engine, as all other
 * mail: what Medusa gets back is the delivery that it has become.
 */
import { requireAddress } from "../address/address"
import { verbatim } from "../content/verbatim"
import { languageOfLocale } from "../formats/locale"
import { invalid, notAllowed } from "../refusals/refusal"
import { getSettings, type MailSettingsDTO, senderOf } from "../settings/settings"
import { check } from "../shapes/check"
import { type CheckedNotification, notification as shape } from "../shapes/notification"
import type { Database } from "../sql/database"
import { templateByKey } from "../templates/by-key"
import { type Route, routeOf, type Transport } from "../transports/choice"
import { channelOfOrder } from "../transports/order-channel"
import { AWAITED_EVENTS, AWAITED_KEYS } from "../words/ready-made"
import { readAttachments } from "./attachments"
import { contentOfTemplate, findByKey, insertTemplated, insertWithWords, type SingleMailDTO } from "./single"

/** What of the installation decides whether a mail can be recorded. */
export interface NotificationOptions {
  timezone: string
  /** Left out, all three: there is no mail server. */
  smtp?: unknown
  api?: unknown
  transport?: unknown
  transports?: readonly Transport[]
  /** Of all files of one mail together. */
  attachmentMegabytes: number
}

/**
 * Records a notification as a mail.
 *
 * @param given - As Medusa hands it to a provider (`ProviderSendNotificationDTO`, and the row's `id` besides).
 * @throws MedusaError naming the field of the notification, with nothing recorded: an unknown `template`, variables that
 *   `data` does not have, another sender; `not_allowed` while the shop has no sender or no mail server.
 */
export async function sendNotification(
  db: Database,
  options: NotificationOptions,
  given: unknown
): Promise<SingleMailDTO> {
  const { timezone, attachmentMegabytes } = options
  const input = check(shape, given)
  const dedupeKey = keyOf(input)
  const before = await findByKey(db, dedupeKey)
  if (before) {
    return before
  }
  const shop = await getSettings(db)
  const route = await routeFor(db, options, input, shop)
  const { settings } = route
  const sender = senderOf(settings)
  if (!options.smtp && !options.api && !options.transport) {
    throw notAllowed(
      "no_server",
      "No mail server is set: enter smtpUrl, smtp, api or transport in the options of medusa-plugin-mail-delivery in medusa-config.ts."
    )
  }
  assertSender(input, sender.from.address, route.transport)
  const files = readAttachments(input.attachments, attachmentMegabytes)
  const language = languageOfLocale(input.provider_data?.locale)
  const orderId = orderOf(input)
  const delivery = {
    kind: "single" as const,
    dedupeKey,
    to: requireAddress("to", input.to),
    recipientName: input.provider_data?.recipient_name,
    customerId: input.receiver_id?.startsWith("cus_") ? input.receiver_id : null,
    orderId,
    awaited: isAwaited(input),
  }
  if (input.content) {
    const snapshot = verbatim(finishedWords(input), {
      from: sender.from,
      reply_to: sender.replyTo,
      language: language ?? settings.language,
    })
    const mail = { ...delivery, variables: {}, transport: route.transport }
    return insertWithWords(db, { snapshot, constants: {}, files }, mail)
  }
  const template = await templateOf(db, input, settings)
  return insertTemplated(db, { ...route, timezone }, contentOfTemplate(template, "template"), {
    ...delivery,
    variables: input.data ?? {},
    variablesField: "data",
    files,
    skipped: template.enabled ? undefined : "switched_off",
  })
}

function orderOf({ resource_type, resource_id }: CheckedNotification): string | null {
  return resource_type === "order" ? (resource_id ?? null) : null
}

/** By what the caller says, else by the order that it is about. @throws MedusaError `invalid_data` */
async function routeFor(
  db: Database,
  { transports = [] }: NotificationOptions,
  input: CheckedNotification,
  settings: MailSettingsDTO
): Promise<Route> {
  const { transport, sales_channel_id } = input.provider_data ?? {}
  const salesChannel = sales_channel_id ?? (await channelOfOrder(db, transports, orderOf(input)))
  return routeOf(transports, settings, { transport, salesChannel })
}

async function templateOf(
  db: Database,
  { template, provider_data }: CheckedNotification,
  shop: MailSettingsDTO
) {
  if (!template) {
    const message = "names no template: give it the key of one (Mail → Templates), or give content instead"
    throw invalid("template", "required_field", message)
  }
  const language = languageOfLocale(provider_data?.locale)
  return templateByKey(db, { key: template, field: "template", language, shop: shop.language })
}

/** Medusa's content may lack what a mail must have. */
function finishedWords({ content }: CheckedNotification) {
  const { subject, html, text } = content!
  if (!subject?.trim()) {
    throw invalid("content.subject", "required_field", "is needed for a mail")
  }
  if (!html?.trim() && !text?.trim()) {
    throw invalid("content.text", "required_field", "or content.html is needed for a mail")
  }
  return { subject, html, text }
}

/** The mail server lets one sender send: another one is not dropped in silence. */
function assertSender({ from }: CheckedNotification, address: string, transport: string | null): void {
  if (from && requireAddress("from", from).toLowerCase() !== address.toLowerCase()) {
    const whose = transport === null ? "Settings → Mail" : `the transport ${transport}`
    const message = `this mail leaves from ${address} alone (${whose}); leave from out`
    throw invalid("from", "other_sender", message, { address })
  }
}

/** Without a key of the caller's the row of the notification is what happens once. */
function keyOf({ id, idempotency_key }: CheckedNotification): string {
  return `notified:${idempotency_key ?? id}`
}

/** The caller may say so; else by what it is about. */
function isAwaited({ template, trigger_type, provider_data }: CheckedNotification): boolean {
  return (
    provider_data?.awaited ?? (AWAITED_EVENTS.has(trigger_type ?? "") || AWAITED_KEYS.has(template ?? ""))
  )
}
