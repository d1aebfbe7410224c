/**
 * The words of this plugin and the shapes that travel between its parts.
 *
 * ## Terminology
 *
 * - **customer** – Medusa's. **member** – a customer as mail sees them: their consent.
 * - **address** – an e-mail address under one key for all its spellings, made in SQL only (address/sql.ts): JavaScript
 *   and Postgres disagree on some letters. Mail goes to the original spelling.
 * - **consent** – `opted_in`: a grant is on record and neither the person nor the address has withdrawn since;
 *   `opted_out`: one of the two withdrew; `not_asked`: neither.
 * - **template** – a named subject and body to start from. **content** – the immutable snapshot that is sent.
 * - **mailing** – one act of sending to many. A *single* mail is a delivery without a mailing.
 * - **delivery** – one recipient's copy; the unit of sending and of record.
 * - **audience** – a filter, a segment or ticked customers, and what they come to.
 * - **segment** – a filter kept under a name.
 * - **quota** – member mails per calendar month in the store's time zone.
 * - **dispatcher** – the part of each worker process that sends what is due.
 */

import { OWN_FAULTS } from "./failure-classes"

export * from "./failure-classes"
export * from "./lists"
export * from "./rates"
export * from "./sender-findings"

export const MAIL_MODULE = "mailDelivery"

/** What the way out of the whole store is called, where a store has several transports; on record it has no name. */
export const DEFAULT_TRANSPORT = "default"

export const MAILING_KINDS = ["member", "order"] as const
export type MailingKind = (typeof MAILING_KINDS)[number]

/** What a template is for: a mailing, or single mail, whose sender brings whatever variables it names. */
export const TEMPLATE_KINDS = [...MAILING_KINDS, "single"] as const
export type TemplateKind = (typeof TEMPLATE_KINDS)[number]

/** `copy` is the administrator's copy, `test` a sample to oneself: both outside quota and counts. */
export const DELIVERY_KINDS = ["member", "order", "single", "copy", "test"] as const
export type DeliveryKind = (typeof DELIVERY_KINDS)[number]

/** Kinds as people tell mail apart in the log: `automatic` is single mail that an event of the store has sent. */
export const LOG_KINDS = ["member", "order", "automatic", "single", "copy", "test"] as const
export type LogKind = (typeof LOG_KINDS)[number]

export const MAILING_STATES = [
  "draft",
  "scheduled",
  "preparing",
  "refused",
  "sending",
  "paused",
  "completed",
  "cancelled",
] as const
export type MailingState = (typeof MAILING_STATES)[number]

/**
 * Why a mailing is paused: a person did it, something of ours is refused, receivers turn against it, the latest mails were
 * all refused in the same words, or it is above a limit of the settings.
 */
export const PAUSE_CAUSES = ["person", ...OWN_FAULTS, "policy", "alike", "undelivered", "complaints"] as const
export type PauseCause = (typeof PAUSE_CAUSES)[number]
/** Of a pause that nobody asked for. */
export type OwnPauseCause = Exclude<PauseCause, "person">

/** How long Send can be undone at most: a sender who needs longer puts the mailing on the schedule. Seconds. */
export const LONGEST_GRACE = 600

export const DELIVERY_STATES = [
  "pending",
  "claimed",
  "sending",
  "sent",
  "deferred",
  "failed",
  "uncertain",
  "skipped",
  "bounced",
  "complained",
] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** What a caller sees and may ask for: `claimed` is the dispatcher's own matter and shows as pending. */
export const SHOWN_STATES = DELIVERY_STATES.filter((state) => state !== "claimed")

/** What the list of failures tells: refused at once, come back later, called spam by its reader. */
export const FAILED_STATES = ["failed", "bounced", "complained"] as const
export type FailedState = (typeof FAILED_STATES)[number]

/** States of deliveries that a person may send again. */
export const RETRYABLE_STATES = ["failed", "uncertain"] as const
export type RetryableState = (typeof RETRYABLE_STATES)[number]

export const CONSENTS = ["opted_in", "opted_out", "not_asked"] as const
export type Consent = (typeof CONSENTS)[number]

/** Whom a member mail may reach besides those who opted in. */
export const INCLUDES = ["opted_in", "not_asked"] as const
export type Include = (typeof INCLUDES)[number]

/** A `notice` (terms, recall, safety) also reaches those who opted out; it needs a written reason. */
export const PURPOSES = ["marketing", "notice"] as const
export type Purpose = (typeof PURPOSES)[number]

/** Why a member cannot be sent to; the first that applies counts. */
export const EXCLUSIONS = [
  "no_address",
  "invalid",
  "complained",
  "opted_out",
  "not_asked",
  "duplicate_address",
] as const
export type Exclusion = (typeof EXCLUSIONS)[number]

/**
 * What deserves a second look before mail about an order leaves. `no_address` and data that cannot be written keep it back, to what is
 * no address it fails, and the others are only told.
 */
export const RECIPIENT_WARNINGS = ["no_address", "malformed", "invalid", "complained", "faulty_data"] as const
export type RecipientWarning = (typeof RECIPIENT_WARNINGS)[number]

/** Why an order, a shipment or a quote of an order mailing got no mail. */
export const LEFT_OUT_REASONS = ["no_address", "faulty_data", "not_found"] as const
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number]

export const FORMATS = ["text", "html"] as const
export type Format = (typeof FORMATS)[number]

export const LANGUAGES = ["en", "ja"] as const
export type Language = (typeof LANGUAGES)[number]

export const ORDER_SOURCES = ["order", "fulfillment", "draft_order"] as const
export type OrderSource = (typeof ORDER_SOURCES)[number]

/** An inclusive range of instants, ISO 8601, or of days of the shop, `2026-11-25`. */
export interface DateRange {
  $gte?: string
  $lte?: string
}

/** An inclusive range of numbers. */
export interface NumberRange {
  $gte?: number
  $lte?: number
}

/** What somebody bought: any of these products, or anything of these collections. */
export interface Bought {
  product_ids?: string[]
  collection_ids?: string[]
  /** In an order placed since then: an instant, or a day of the shop. */
  since?: string
}

/** What somebody's orders come to. Nobody has fewer than none: `$gte: 0` and an `$lte` alone match those without orders. */
export interface OrdersFilter {
  count?: NumberRange
  /** Of the orders in this currency, in its own unit. */
  total?: NumberRange & { currency_code: string }
}

export type MetadataValue = string | number | boolean

export interface AudienceFilter {
  q?: string
  /** Customer group ids; a member of any of them matches. */
  groups?: string[]
  has_account?: boolean
  created_at?: DateRange
  company_name?: string
  /** Of several values any will do. */
  metadata?: Record<string, MetadataValue | MetadataValue[]>
  consent?: Consent[]
  invalid?: boolean
  /** Never matches those who have not ordered. */
  last_order_at?: DateRange
  never_ordered?: boolean
  /** Ids; a customer who has ordered in any of them matches. */
  sales_channels?: string[]
  bought?: Bought
  orders?: OrdersFilter
  /** ISO 3166-1 alpha-2, such as `jp`: of an address of theirs, or where an order of theirs went. */
  countries?: string[]
  /** ISO 639, such as `ja`: of the last order that has one, else of their metadata, else the shop's. */
  languages?: string[]
}

/** An audience that SQL can be made of: whom it names does not have to be looked up. */
export interface PlainAudience {
  filter?: AudienceFilter
  customer_ids?: string[]
  include?: Include
  segment_id?: never
}

/** As it is asked for: in place of a filter it may name a segment, whose filter as it is then is meant. */
export interface Audience extends Omit<PlainAudience, "segment_id"> {
  segment_id?: string
}

/** What the merchant writes for a member mailing. Liquid throughout. */
export interface MemberContent {
  subject: string
  /** What an inbox shows after the subject, of an HTML mail; else the first words of its text. */
  preheader?: string | null
  body: string
  format: Format
  include_signature: boolean
  /** What language the words are in; the shop's if it is not said. */
  locale?: Language | null
}

/** The words of an order mail in one language; the document's own data stands between header and footer. */
export interface OrderWords {
  subject: string
  preheader?: string | null
  header: string
  footer: string
  format: Format
}

/** What the merchant writes for an order mailing. */
export interface OrderContent extends OrderWords {
  source: OrderSource
  include_signature: boolean
  /** What language the words are in, and so the whole mail; the shop's if it is not said. */
  locale?: Language | null
  /** The same in other languages: a customer who ordered in one of these gets the mail in it. */
  translations?: Partial<Record<Language, OrderWords>> | null
}

/** A mailbox as it stands in a header: `"Name" <address>`. */
export interface Mailbox {
  name?: string | null
  address: string
}

/** The immutable templates of one mailing, ready to be compiled: CSS inlined, signature appended. */
export interface ContentSnapshot {
  subject: string
  /** `null` for a plain-text mail. */
  html: string | null
  text: string
  from: Mailbox
  reply_to: Mailbox | null
  language: Language
  /** Dotted paths of the variables that the templates name, such as `member.first_name`. */
  variables: string[]
}

/** What a template is rendered with: plain JSON only, never an object with functions. */
export type Variables = Record<string, unknown>

/** A finished mail of one recipient, before it becomes bytes. */
export interface RenderedMail {
  subject: string
  html: string | null
  text: string
}

/** A fault in a template or setting, with the field and place for the editor. */
export interface ContentIssue {
  /** `subject`, `body`, `header`, `footer`, `signature`… */
  field: string
  code: string
  /** What is particular about this one, such as `name`: with the code it makes a sentence in any language. */
  values?: Record<string, string | number>
  /** One sentence: what is wrong and what to write instead. */
  message: string
  /** One-based. */
  line?: number
  column?: number
}
