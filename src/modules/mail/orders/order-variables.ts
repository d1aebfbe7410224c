/** What a template may say about an order, shipment or quote: presented in its language, ready to be printed. */
import { isNothing, money, rounded } from "../content/liquid/money"
import type { Presented } from "../content/liquid/presented"
import { isAllowedUrl } from "../content/liquid/url"
import { kept } from "../formats/kept"
import { languageOfLocale } from "../formats/locale"
import { personName } from "../formats/person-name"
import { momentOf, onClocksOf } from "../formats/shop-time"
import { Refusal, refusalIssue } from "../refusals/refusal"
import type { OrderInsertSettings } from "../settings/order-insert"
import type { MailSettingsDTO } from "../settings/settings"
import type { Language, Variables } from "../words"
import { paymentProviderName } from "../words/payment-providers"
import { addressLines } from "./address-lines"
import type { DocumentItem, OrderDocument, PostalAddress, Shipment } from "./document"

/** What presentation depends on besides the document. */
export interface Presentation {
  settings: MailSettingsDTO
  language: Language
  /** IANA, of the store. */
  timezone: string
}

/** The document's own region if it speaks the mail's language: en-GB writes dates unlike en-US. */
function localeOf({ locale }: OrderDocument, language: Language): string {
  const tag = locale?.replaceAll("_", "-")
  const fallback = language === "ja" ? "ja-JP" : "en-US"
  try {
    return tag && tag.toLowerCase().split("-")[0] === language
      ? (Intl.getCanonicalLocales(tag)[0] ?? fallback)
      : fallback
  } catch {
    return fallback
  }
}

export function totalOf(document: OrderDocument, language: Language): string {
  return money(document.totals.total, document.currency_code, localeOf(document, language))
}

/** With the time of day, or without. */
type MomentStyle = "day" | "time"

const momentFormat = kept(
  (locale: string, timeZone: string, style: MomentStyle) =>
    new Intl.DateTimeFormat(locale, {
      dateStyle: "long",
      timeStyle: style === "time" ? "short" : undefined,
      timeZone,
    })
)

function moment(
  instant: string | Date | null,
  locale: string,
  timeZone: string,
  style: MomentStyle = "day"
): Presented | "" {
  if (!instant) {
    return ""
  }
  const date = new Date(instant)
  return {
    value: onClocksOf(date, timeZone),
    text: momentFormat(locale, timeZone, style).format(date),
  }
}

/** Whatever a merchant wrote that is no moment is shown as it is. */
function dayOfMetadata(value: unknown, locale: string, timezone: string): Presented | string {
  const text = wordsOf(value)
  return moment(momentOf(text, timezone), locale, timezone) || text
}

/** Prints nothing, and is zero where somebody compares or computes. */
const NOTHING: Presented = { value: 0, text: "" }

function wordsOf(value: unknown): string {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value).trim() : ""
}

function keysOf(list: string | undefined): string[] {
  return (list ?? "")
    .split(",")
    .map((key) => key.trim())
    .filter(Boolean)
}

function personOf(address: PostalAddress | null, language: Language): Variables | null {
  return (
    address && {
      name: personName(address),
      company: address.company ?? "",
      address: addressLines(address, language),
      phone: address.phone ?? "",
    }
  )
}

function providerName(id: string, { settings, language }: Presentation): string {
  if (settings.bank_providers?.includes(id)) {
    return language === "ja" ? "銀行振込" : "Bank transfer"
  }
  return paymentProviderName(id, language)
}

/** Metadata fields of a product, labelled by their key: `gift_wrap` → `gift wrap`. */
function fieldsOf(item: DocumentItem, insert: OrderInsertSettings): Variables[] {
  return keysOf(insert.product_fields_key).flatMap((key) => {
    const holder = item.metadata.find((metadata) => wordsOf(metadata[key]))
    return holder ? [{ label: key.replaceAll("_", " "), value: wordsOf(holder[key]) }] : []
  })
}

function optionsOf({ options }: { options: string | null }, { order_insert }: MailSettingsDTO): string {
  return order_insert?.show_product_options === false ? "" : (options ?? "")
}

function shipmentVariables(
  shipment: Shipment,
  locale: string,
  { settings, timezone }: Presentation
): Variables {
  return {
    date: moment(shipment.shipped_at, locale, timezone),
    carrier: shipment.carrier ?? "",
    tracking: shipment.tracking.map(({ number, url }) => ({
      number,
      url: url && isAllowedUrl(url) ? url : "",
    })),
    items: shipment.items.map((item) => ({
      ...item,
      options: optionsOf(item, settings),
      sku: item.sku ?? "",
    })),
  }
}

function memberVariables(document: OrderDocument): Variables {
  const { customer, billing_address, shipping_address } = document
  const address = billing_address ?? shipping_address
  const person = customer && personName(customer) ? customer : address
  return {
    name: person ? personName(person) : "",
    first_name: person?.first_name ?? "",
    last_name: person?.last_name ?? "",
    email: document.email ?? "",
    phone: customer?.phone ?? address?.phone ?? "",
    company_name: customer?.company_name ?? address?.company ?? "",
    metadata: customer?.metadata ?? {},
  }
}

/** The name that stands beside the address in the To header. */
export function recipientName(document: OrderDocument): string | null {
  return (memberVariables(document).name as string) || null
}

/**
 * The variables of one document, all of them. Amounts that are nothing are blank, so that `{% if %}` can ask;
 * a part that is switched off is blank as well.
 */
export function documentVariables(document: OrderDocument, presentation: Presentation): Variables {
  const { settings, language, timezone } = presentation
  const insert = settings.order_insert ?? {}
  const { totals } = document
  const locale = localeOf(document, language)
  const amount = (value: number): Presented => ({
    value: rounded(value, document.currency_code, locale),
    text: money(value, document.currency_code, locale),
  })
  const unlessZero = (value: number) =>
    isNothing(value, document.currency_code, locale) ? NOTHING : amount(value)
  const discounts = insert.show_discounts !== false
  const [shipment] = document.shipments
  const order = {
    id: document.order_id,
    number: document.number,
    date: moment(document.created_at, locale, timezone),
    placed_at: moment(document.created_at, locale, timezone, "time"),
    canceled_on: moment(document.canceled_at, locale, timezone),
    currency_code: document.currency_code.toUpperCase(),
    language: languageOfLocale(document.locale) ?? "",
    locale,
    payment_method: document.payment_providers.map((id) => providerName(id, presentation)).join(", "),
    item_total: amount(totals.items),
    discount_total: discounts ? unlessZero(totals.discount) : NOTHING,
    promotion_codes: discounts ? document.promotion_codes : [],
    shipping_total: document.shipping_methods.length ? amount(totals.shipping) : NOTHING,
    shipping_methods: document.shipping_methods.map(({ name, total }) => ({ name, total: amount(total) })),
    tax_total: unlessZero(totals.tax),
    tax_included: totals.tax_included,
    credit_total: unlessZero(Math.max(totals.credit, 0)),
    credit_given_total: unlessZero(Math.max(-totals.credit, 0)),
    reduction_total: unlessZero(totals.reduction),
    total: amount(totals.total),
    paid_total: unlessZero(totals.paid),
    refunded_total: unlessZero(totals.refunded),
    items: document.items.map((item) => ({
      title: item.title,
      options: optionsOf(item, settings),
      sku: item.sku ?? "",
      quantity: item.quantity,
      returned: item.returned ? { value: item.returned, text: String(item.returned) } : NOTHING,
      unit_price: amount(item.unit_price),
      total: amount(item.total),
      fields: fieldsOf(item, insert),
    })),
    customer: {
      ...(personOf(document.billing_address ?? document.shipping_address, language) ?? {
        name: recipientName(document) ?? "",
        company: document.customer?.company_name ?? "",
        address: [],
        phone: document.customer?.phone ?? "",
      }),
      email: document.email ?? "",
    },
    delivery: personOf(document.shipping_address, language),
    instructions: insert.delivery_instructions_key
      ? wordsOf(document.metadata?.[insert.delivery_instructions_key])
      : "",
    bank: document.payment_providers.some((id) => settings.bank_providers?.includes(id))
      ? (settings.bank_text ?? "").trim()
      : "",
    shipment:
      document.source === "fulfillment" && shipment
        ? shipmentVariables(shipment, locale, presentation)
        : null,
    shipments: document.shipments.map((each) => shipmentVariables(each, locale, presentation)),
    quote:
      document.source === "draft_order"
        ? {
            valid_until: dayOfMetadata(
              document.metadata?.[insert.quote_validity_key || "valid_until"],
              locale,
              timezone
            ),
          }
        : null,
    metadata: document.metadata ?? {},
  }
  return { member: memberVariables(document), order }
}

/** The data of one document cannot be written. It is its fault alone: the others of a mailing go out. */
export class FaultyDocumentError extends Refusal {
  constructor({ source, number }: OrderDocument, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause)
    const message = `The data of ${source} ${number} cannot be written: ${why}`
    super([refusalIssue("", "faulty_document", message, { number })], undefined, message)
  }
}

/**
 * The same, where one faulty document must not be taken for a fault of ours.
 *
 * @throws FaultyDocumentError
 */
export function presentDocument(document: OrderDocument, presentation: Presentation): Variables {
  try {
    return documentVariables(document, presentation)
  } catch (error) {
    throw new FaultyDocumentError(document, error)
  }
}

/** Only what the content names, so that rows stay small. `order.items.title` keeps all of `order.items`. */
export function namedVariables(variables: Variables, paths: readonly string[]): Variables {
  const picked: Variables = {}
  for (const path of paths) {
    const [root, field] = path.split(".") as [string, string | undefined]
    const group = variables[root] as Variables | undefined
    if (!group) {
      continue
    }
    if (field === undefined) {
      picked[root] = group
    } else if (picked[root] !== group && Object.hasOwn(group, field)) {
      picked[root] = { ...(picked[root] as Variables | undefined), [field]: group[field] }
    }
  }
  return picked
}
