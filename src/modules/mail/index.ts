/**
 * The module `mailDelivery`: everything about members' consent, mailings, deliveries, templates and quota. With the
 * types of what it takes and answers, for code that asks it by `container.resolve`.
 */
import { Module } from "@medusajs/framework/utils"

import MailModuleService from "./service"
import { MAIL_MODULE } from "./types"

export type { Activity } from "./activity"
export type { MemberDTO, MemberListOptions } from "./audience/members"
export type { SetConsentInput, SetFlagsInput } from "./consent/members"
export type { VariableEntry } from "./content/variables"
export type { FailedDeliveryDTO, FailedDeliveryListOptions, FailedDeliveryPage } from "./failed-deliveries"
export type { DeliveryDetailDTO, DeliveryDTO, DeliveryEventDTO, DeliveryListOptions } from "./ledger"
export type { MailingInput } from "./mailings/drafts"
export type { ListedMailing, MailingDTO, MailingListOptions } from "./mailings/mailing"
export type { PreviewDTO, PreviewInput } from "./mailings/preview"
export type { SampleInput } from "./mailings/sample"
export type { SendOptions } from "./mailings/send"
export type { RecipientDTO } from "./orders/document"
export type { DocumentListOptions, ListedDocument } from "./orders/list"
export type { ProbeDTO } from "./probe"
export type { QuotaBalance } from "./quota/quota"
export type { ResendDTO } from "./resend"
export type { AudienceDTO, MailingChanges } from "./service"
export type { MailSettingsDTO } from "./settings"
export type { SingleMailDTO, SingleMailInput } from "./single-mail"
export type {
  ListedTemplate,
  TemplateChanges,
  TemplateDTO,
  TemplateInput,
  TemplateListOptions,
} from "./templates"
export type * from "./types"
export { MAIL_MODULE, type MailModuleService }

export default Module(MAIL_MODULE, { service: MailModuleService })
