/** The shapes of the Admin API as they arrive over HTTP. Only types: nothing of the server gets into the bundle. */
import type { AudiencePersonDTO } from "../../modules/mail/audience/people"
import type { VariableEntry } from "../../modules/mail/content/catalogue"
import type { FailedDeliveryDTO } from "../../modules/mail/deliveries/failed"
import type {
  DeliveryDetailDTO,
  DeliveryDTO,
  DeliveryEventDTO,
  DeliveryReturnDTO,
  ListedDelivery as ListedDeliveryDTO,
} from "../../modules/mail/deliveries/ledger"
import type { LogEntry as LogEntryDTO } from "../../modules/mail/deliveries/log"
import type { ReasonCount as ReasonCountDTO } from "../../modules/mail/deliveries/reasons"
import type { ResendPreviewDTO } from "../../modules/mail/deliveries/resend"
import type { IntakeDTO } from "../../modules/mail/facade/returns"
import type { MailboxCheckDTO } from "../../modules/mail/intake/check"
import type { HeardServiceDTO } from "../../modules/mail/intake/heard"
import type { MailboxStateDTO } from "../../modules/mail/intake/state"
import type { LeftOutDTO } from "../../modules/mail/mailings/left-out"
import type { ListedMailing as ListedMailingDTO, MailingDTO } from "../../modules/mail/mailings/mailing"
import type { PreviewDTO } from "../../modules/mail/mailings/preview"
import type { RecentRates as RecentRatesDTO } from "../../modules/mail/mailings/recent-rates"
import type { RetryPreviewDTO } from "../../modules/mail/mailings/retry-preview"
import type { ConsentEventDTO } from "../../modules/mail/members/consent-record"
import type { FlagEventDTO } from "../../modules/mail/members/flag-record"
import type { LastOrderDTO } from "../../modules/mail/members/last-orders"
import type { MemberOf } from "../../modules/mail/members/list"
import type { RecipientDTO } from "../../modules/mail/orders/document"
import type { ListedDocument } from "../../modules/mail/orders/list"
import type { Activity as ActivityDTO } from "../../modules/mail/quota/activity"
import type { QuotaBalance } from "../../modules/mail/quota/quota"
import type { SegmentDTO } from "../../modules/mail/segments/segments"
import type { SenderCheckDTO } from "../../modules/mail/sender/check"
import type { ProbeDTO } from "../../modules/mail/sending/probe"
import type { AudienceDTO } from "../../modules/mail/service"
import type { MailSettingsDTO } from "../../modules/mail/settings/settings"
import type { GivenMailingFile } from "../../modules/mail/shapes/attachments"
import type { LastTemplateOf as LastTemplateOfShape } from "../../modules/mail/shapes/lists"
import type { ListedTemplate as ListedTemplateDTO, TemplateDTO } from "../../modules/mail/templates/templates"

export type {
  Audience,
  AudienceFilter,
  Consent,
  ContentIssue,
  DateRange,
  DeliveryState,
  Exclusion,
  FailedState,
  Format,
  Include,
  Language,
  LeftOutReason,
  LogKind,
  MailingKind,
  MailingState,
  MemberContent,
  NumberRange,
  OrderContent,
  OrderSource,
  Purpose,
  RetryableState,
  TemplateKind,
} from "../../modules/mail/words"

/** What JSON makes of it: dates are texts. */
type OverHttp<Value> = Value extends Date
  ? string
  : Value extends (infer Item)[]
    ? OverHttp<Item>[]
    : Value extends object
      ? { [Key in keyof Value]: OverHttp<Value[Key]> }
      : Value

/** What is about to be written. */
export type LastTemplateOf = OverHttp<LastTemplateOfShape>
/** Without when they last ordered. */
export type Member = OverHttp<MemberOf<false>>
export type LastOrder = OverHttp<LastOrderDTO>
export type ConsentEvent = OverHttp<ConsentEventDTO>
export type FlagEvent = OverHttp<FlagEventDTO>
export type Mailing = OverHttp<MailingDTO>
/** Without its texts and recipients. */
export type ListedMailing = OverHttp<ListedMailingDTO>
export type Delivery = OverHttp<DeliveryDTO>
export type ListedDelivery = OverHttp<ListedDeliveryDTO>
export type DeliveryDetail = OverHttp<DeliveryDetailDTO>
export type DeliveryEvent = OverHttp<DeliveryEventDTO>
export type DeliveryReturn = OverHttp<DeliveryReturnDTO>
/** What sending again would do. */
export type RetryPreview = RetryPreviewDTO
export type ResendPreview = ResendPreviewDTO
export type LogEntry = OverHttp<LogEntryDTO>
export type FailedDelivery = OverHttp<FailedDeliveryDTO>
export type Template = OverHttp<TemplateDTO>
/** Without its texts. */
export type ListedTemplate = OverHttp<ListedTemplateDTO>
export type LeftOut = LeftOutDTO
export type Segment = OverHttp<SegmentDTO>
export type Settings = MailSettingsDTO
export type AudienceCount = AudienceDTO
export type Person = AudiencePersonDTO
export type ReasonCount = ReasonCountDTO
export type Quota = QuotaBalance
/** How far a test mail came. */
export type Probe = ProbeDTO
export type RecentRates = RecentRatesDTO
/** Where news of mails that were sent comes in. */
export type Intake = OverHttp<IntakeDTO>
export type MailboxState = OverHttp<MailboxStateDTO>
export type HeardService = OverHttp<HeardServiceDTO>
/** How far a try at the mailbox came. */
export type MailboxCheck = MailboxCheckDTO
/** What DNS says of the sender's domain. */
export type SenderCheck = OverHttp<SenderCheckDTO>
export type SenderLine = SenderCheck["lines"][number]
export type Activity = ActivityDTO
export type Preview = PreviewDTO
export type DocumentRow = OverHttp<ListedDocument>
export type Recipient = RecipientDTO
export type Variable = VariableEntry

/** One page of a list. */
export interface Page {
  count: number
  offset: number
  limit: number
}

/** What a person writes before it is stored; ids and states are the server's. */
export type MailingInput = Pick<Mailing, "kind" | "content"> &
  Partial<
    Pick<Mailing, "template_id" | "sender_name" | "reply_to" | "audience" | "purpose" | "purpose_reason">
  > & {
    order_ids?: string[]
    fulfillment_ids?: string[]
    draft_order_ids?: string[]
    attachments?: GivenMailingFile[]
  }
export type TemplateInput = Pick<Template, "name" | "kind" | "subject" | "format" | "locale"> &
  Partial<Pick<Template, "key" | "enabled" | "preheader" | "body" | "header" | "footer">>

/** What the pages need of the plugin's options. */
export interface ShopOptions {
  timezone: string
  attachment_megabytes: number
  /** Names, `default` first; none where the shop has one transport. */
  transports: string[]
}
