/** Every call of the Admin API that these pages make, with what it takes and gives. */
import { askJson, queryText } from "./request"
import type {
  Activity,
  Audience,
  AudienceCount,
  AudienceFilter,
  Consent,
  ConsentEvent,
  DateRange,
  Delivery,
  DeliveryDetail,
  DeliveryState,
  DocumentRow,
  Exclusion,
  FailedDelivery,
  FailedState,
  FlagEvent,
  Format,
  Intake,
  Language,
  LastOrder,
  LastTemplateOf,
  LeftOut,
  LeftOutReason,
  ListedDelivery,
  ListedMailing,
  ListedTemplate,
  LogEntry,
  LogKind,
  MailboxCheck,
  Mailing,
  MailingInput,
  MailingKind,
  MailingState,
  Member,
  MemberContent,
  OrderContent,
  OrderSource,
  Page,
  Person,
  Preview,
  Probe,
  Purpose,
  Quota,
  ReasonCount,
  RecentRates,
  Recipient,
  ResendPreview,
  RetryableState,
  RetryPreview,
  Segment,
  SenderCheck,
  Settings,
  ShopOptions,
  Template,
  TemplateInput,
  TemplateKind,
  Variable,
} from "./types"

const BASE = "/admin/mail"

/** A blank search limits nothing on a page; the API refuses it, so that nobody means everybody by mistake. */
function asked(query: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query).filter(([, value]) => typeof value !== "string" || value.trim() !== "")
  )
}

function get<Result>(path: string, query: object = {}, signal?: AbortSignal): Promise<Result> {
  return askJson("GET", `${BASE}${path}`, { query: asked(query), signal })
}

function post<Result>(path: string, body: object = {}, signal?: AbortSignal): Promise<Result> {
  return askJson("POST", `${BASE}${path}`, { body, signal })
}

function remove(path: string): Promise<{ id: string; deleted: true }> {
  return askJson("DELETE", `${BASE}${path}`)
}

interface PageQuery {
  q?: string
  limit?: number
  offset?: number
  order?: string
}

export interface MailingQuery extends PageQuery {
  kind?: MailingKind
  state?: MailingState[]
}

export interface DeliveryQuery extends PageQuery {
  mailing_id?: string
  customer_id?: string
  order_id?: string
  state?: DeliveryState[]
  reason?: string[]
}

export interface DocumentQuery extends PageQuery {
  source: OrderSource
  status?: string[]
  fulfillment_status?: string[]
  payment_status?: string[]
  created_at?: DateRange
}

/** Pages go by key: `after` is `next` of the page before. */
export interface FailureQuery {
  after?: string
  invalid?: boolean
  state?: FailedState[]
  limit: number
}

/** Pages go by key: `after` is `next` of the page before. */
export interface LogQuery {
  recipient?: string
  subject?: string
  kind?: LogKind[]
  state?: DeliveryState[]
  at?: DateRange
  /** By name. */
  transport?: string[]
  after?: string
  limit: number
}

export interface ConsentQuery extends PageQuery {
  customer_id: string
}

/** Pages go by key: `after` is `next` of the page before. */
export interface PeopleQuery {
  audience: Audience
  purpose: Purpose
  /** Why they are left out; those who get the mail, if it is not said. */
  reason?: Exclusion
  consent?: Consent
  q?: string
  after?: string
}

export type MemberQuery = AudienceFilter & PageQuery

export type SegmentInput = Pick<Segment, "name" | "filter">

export interface TemplateQuery extends PageQuery {
  kind?: TemplateKind
}

export interface PreviewQuery {
  kind: TemplateKind
  content: MemberContent | OrderContent
  sender_name?: string | null
  customer_id?: string
  order_id?: string
  fulfillment_id?: string
  draft_order_id?: string
}

/** Whose data fills a sample: a member's, or one document's. */
export type SampleOf = Omit<PreviewQuery, "kind" | "content" | "sender_name">

export interface ConsentChange {
  /** Either these or an audience. */
  customer_ids?: string[]
  audience?: Audience
  consent: "opted_in" | "opted_out"
  source: string
  wording?: string
}

export interface FlagChange {
  customer_ids?: string[]
  emails?: string[]
  /** Where these mails failed: the server's words and the mailing are kept. */
  delivery_ids?: string[]
  invalid: boolean
  reason?: string
}

export type MailingAction = "undo" | "pause" | "resume" | "cancel"

/** Not more than this many rows come in one answer. */
export const MAX_PAGE = 200

export const mailApi = {
  listMailings: (query: MailingQuery) => get<{ mailings: ListedMailing[] } & Page>("/mailings", query),
  getMailing: (id: string) => get<{ mailing: Mailing }>(`/mailings/${id}`),
  createMailing: (input: MailingInput) => post<{ mailing: Mailing }>("/mailings", input),
  updateMailing: (id: string, changes: Partial<Omit<MailingInput, "kind">> & { scheduled_at?: null }) =>
    post<{ mailing: Mailing }>(`/mailings/${id}`, changes),
  deleteMailing: (id: string) => remove(`/mailings/${id}`),
  sendMailing: (id: string, scheduledAt: string | null) =>
    post<{ mailing: Mailing }>(`/mailings/${id}/send`, scheduledAt ? { scheduled_at: scheduledAt } : {}),
  actOnMailing: (id: string, action: MailingAction) =>
    post<{ mailing: Mailing }>(`/mailings/${id}/${action}`),
  previewRetry: (id: string, states: RetryableState[]) =>
    get<{ retry: RetryPreview }>(`/mailings/${id}/retry`, { states }),
  retryMailing: (id: string, states: RetryableState[]) =>
    post<{ mailing: Mailing }>(`/mailings/${id}/retry`, { states }),
  sendTest: (id: string, to: string, sample: SampleOf) =>
    post<{ delivery: Delivery }>(`/mailings/${id}/test`, { to, ...sample }),

  /** Those of a mailing in the order of sending, all others newest first. */
  listDeliveries: ({ mailing_id, ...query }: DeliveryQuery) =>
    get<{ deliveries: ListedDelivery[] } & Page>(
      mailing_id ? `/mailings/${mailing_id}/deliveries` : "/deliveries",
      query
    ),
  previewResend: (id: string) => get<{ resend: ResendPreview }>(`/deliveries/${id}/resend`),
  resendMail: (id: string) =>
    post<{ delivery: DeliveryDetail; warning: string | null }>(`/deliveries/${id}/resend`),
  /** Where a file of a mail is to be had. */
  attachment: (id: string, index: number) => `${BASE}/deliveries/${id}/attachments/${index}`,
  getDelivery: (id: string) => get<{ delivery: DeliveryDetail }>(`/deliveries/${id}`),

  /** Where the whole ledger of a mailing is to be had as a file, or a part of it. */
  ledgerFile: (mailingId: string, { state, reason }: Pick<DeliveryQuery, "state" | "reason">) =>
    `${BASE}/mailings/${mailingId}/deliveries.csv${queryText({ state, reason })}`,
  countReasons: (mailingId: string) => get<{ reasons: ReasonCount[] }>(`/mailings/${mailingId}/reasons`),
  /** All mail, the latest first. */
  listLog: (query: LogQuery) => get<{ deliveries: LogEntry[]; next: string | null }>("/log", query),
  /** Where all that is looked for is to be had as a file. */
  logFile: (part: Omit<LogQuery, "after" | "limit">) => `${BASE}/log.csv${queryText(part)}`,
  /** Of an order mailing: what got no mail. Pages go by `next`. */
  listLeftOut: (mailingId: string, query: { reason: LeftOutReason; after?: number }) =>
    get<{ documents: LeftOut[]; next: number | null }>(`/mailings/${mailingId}/left-out`, query),
  leftOutFile: (mailingId: string, reason: LeftOutReason) =>
    `${BASE}/mailings/${mailingId}/left-out.csv${queryText({ reason })}`,
  listFailures: (query: FailureQuery) =>
    get<{ failures: FailedDelivery[]; next: string | null }>("/failures", query),

  countAudience: (audience: Audience, purpose: Purpose, signal?: AbortSignal) =>
    post<AudienceCount>("/audience", { audience, purpose }, signal),
  listPeople: (query: PeopleQuery, signal?: AbortSignal) =>
    post<{ people: Person[]; next: string | null }>("/audience/people", asked(query), signal),
  /** Where the same people are to be had as a file, and what has to be asked there. */
  peopleFile: (query: PeopleQuery) => ({ path: `${BASE}/audience/people.csv`, body: asked(query) }),
  /** Without their last orders, which take half of the time in a large store: a page that shows them asks for them. */
  listMembers: (query: MemberQuery) =>
    get<{ members: Member[] } & Page>("/members", { ...query, fields: "-last_order_at" }),
  listLastOrders: (customerIds: string[]) =>
    get<{ last_orders: LastOrder[] }>("/members/last-orders", { customer_ids: customerIds }),
  /** @throws RefusedError `address_taken` or `address_shared`, 409: another customer has it. */
  correctAddress: (id: string, change: { email: string; shared?: boolean }) =>
    post<{ customer_id: string; email: string }>(`/members/${id}/address`, change),
  /** The latest first. */
  listConsents: (query: ConsentQuery) => get<{ consents: ConsentEvent[] } & Page>("/consents", query),
  /** The record of one customer as a file, or of all. */
  consentFile: (customerId?: string) =>
    `${BASE}/consents.csv${customerId ? `?customer_id=${encodeURIComponent(customerId)}` : ""}`,
  /** Of the address that the customer has now, the latest first. */
  listFlags: (query: ConsentQuery) => get<{ flags: FlagEvent[] } & Page>("/flags", query),
  setFlags: (change: FlagChange) => post<{ updated: number }>("/members/flags", change),
  setConsent: (change: ConsentChange) => post<{ updated: number }>("/members/consent", change),

  listSegments: (query: PageQuery) => get<{ segments: Segment[] } & Page>("/segments", query),
  /** Without the number of its members: a page that needs it counts. */
  getSegment: (id: string) => get<{ segment: Segment }>(`/segments/${id}`, { fields: "-count" }),
  createSegment: (input: SegmentInput) => post<{ segment: Segment }>("/segments", input),
  updateSegment: (id: string, changes: Partial<SegmentInput>) =>
    post<{ segment: Segment }>(`/segments/${id}`, changes),
  deleteSegment: (id: string) => remove(`/segments/${id}`),

  listTemplates: (query: TemplateQuery) => get<{ templates: ListedTemplate[] } & Page>("/templates", query),
  getTemplate: (id: string) => get<{ template: Template }>(`/templates/${id}`),
  /** What the next mail of this kind begins with. */
  getLastTemplate: (of: LastTemplateOf) => get<{ template: Template | null }>("/last-template", of),
  createTemplate: (input: TemplateInput) => post<{ template: Template }>("/templates", input),
  updateTemplate: (id: string, changes: Partial<Omit<TemplateInput, "kind">>) =>
    post<{ template: Template }>(`/templates/${id}`, changes),
  addReadyMade: () => post<{ count: number }>("/ready-made"),
  deleteTemplate: (id: string) => remove(`/templates/${id}`),

  /** Newest first, if nothing else is asked for; counted up to 10,000. */
  listDocuments: (query: DocumentQuery) => get<{ documents: DocumentRow[] } & Page>("/documents", query),
  listRecipients: (source: OrderSource, documents: Record<string, string[]>) =>
    post<{ recipients: Recipient[] }>("/recipients", { source, ...documents }),

  preview: (input: PreviewQuery, signal?: AbortSignal) => post<Preview>("/preview", input, signal),
  listVariables: (kind: TemplateKind) => get<{ variables: Variable[] }>("/variables", { kind }),
  getQuota: () => get<{ quota: Quota }>("/quota"),
  getRates: () => get<{ rates: RecentRates }>("/rates"),
  getActivity: () => get<{ activity: Activity }>("/activity"),
  /** With what the pages need of the plugin's options: the time zone of the shop, and how large the files of one mail may be. */
  getSettings: () => get<{ settings: Settings } & ShopOptions>("/settings"),
  getOrderInsert: () => get<{ order_insert: Record<Language, Record<Format, string>> }>("/order-insert"),
  sendSettingsTest: (to: string, transport?: string) =>
    post<{ outcome: Probe }>("/settings/test", { to, transport }),
  getIntake: () => get<{ intake: Intake }>("/settings/intake"),
  checkSender: (transport?: string, signal?: AbortSignal) =>
    get<{ check: SenderCheck }>("/settings/sender-check", { transport }, signal),
  checkIntake: () => post<{ check: MailboxCheck }>("/settings/intake-check"),
  updateSettings: (changes: Partial<Settings>) => post<{ settings: Settings }>("/settings", changes),
}
