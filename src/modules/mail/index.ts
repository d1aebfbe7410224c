/**
 * The module `mailDelivery`: everything about members' consent, mailings, deliveries, templates and quota. With the
 * types of what it takes and answers, for code that asks it by `container.resolve`.
 */
import { MedusaError as FrameworkError, Module } from "@medusajs/framework/utils"

import { MedusaError } from "./refusals/medusa-error"
import MailModuleService from "./service"
import { MAIL_MODULE } from "./words"

export type { AudienceListOptions, AudiencePage, AudiencePersonDTO } from "./audience/people"
export type { VariableEntry } from "./content/catalogue"
export type { FailedDeliveryDTO, FailedDeliveryListOptions, FailedDeliveryPage } from "./deliveries/failed"
export type {
  DeliveryDetailDTO,
  DeliveryDTO,
  DeliveryEventDTO,
  DeliveryListOptions,
} from "./deliveries/ledger"
export type { LedgerPart } from "./deliveries/ledger-part"
export type { ReasonCount } from "./deliveries/reasons"
export type { ResendDTO } from "./deliveries/resend"
export type { SingleMailDTO, SingleMailInput } from "./deliveries/single"
export type { IntakeDTO } from "./facade/returns"
export type { FlowStatus, MailboxFlow, MailFlowDTO, TransportOutage } from "./health/flow"
export type { MailboxCheckDTO } from "./intake/check"
export type { HeardServiceDTO } from "./intake/heard"
export type { MailboxStateDTO } from "./intake/state"
export type { MailingInput } from "./mailings/drafts"
export type { LeftOutDTO, LeftOutOptions, LeftOutPage } from "./mailings/left-out"
export type { ListedMailing, MailingDTO, MailingListOptions } from "./mailings/mailing"
export type { PreviewDTO, PreviewInput } from "./mailings/preview"
export type { SampleInput } from "./mailings/sample"
export type { LastOrderDTO } from "./members/last-orders"
export type { MemberDTO, MemberListOptions, MemberOf } from "./members/list"
export type { SetConsentInput, SetFlagsInput } from "./members/set-consent"
export type { RecipientDTO } from "./orders/document"
export type { DocumentListOptions, ListedDocument } from "./orders/list"
export type { MailAnswer, MailToSend, MailTransport, MailTransportFactory } from "./own-transport/shape"
export type { Activity } from "./quota/activity"
export type { QuotaBalance } from "./quota/quota"
export type { SegmentChanges, SegmentDTO, SegmentInput, SegmentListOptions } from "./segments/segments"
export type { SegmentUse } from "./segments/use"
export type { ProbeDTO } from "./sending/probe"
export type { AudienceDTO, MailingChanges, SendOptions } from "./service"
export type { MailSettingsDTO } from "./settings/settings"
export type {
  ListedTemplate,
  TemplateChanges,
  TemplateDTO,
  TemplateInput,
  TemplateListOptions,
} from "./templates/templates"
export type * from "./words"
export type { MailEvent, MailEvents } from "./words/events"
export { MAIL_MODULE, type MailModuleService }

// Here the framework is loaded, and whoever catches an error of ours may ask by `instanceof` too.
Object.setPrototypeOf(MedusaError.prototype, FrameworkError.prototype)

export default Module(MAIL_MODULE, { service: MailModuleService })
