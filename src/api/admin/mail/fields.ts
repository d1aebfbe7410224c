/** The fields of what is answered, of which `fields` of a query chooses. */
import type { FieldsOf } from "../../../http/fields"
import type { FailedDeliveryDTO } from "../../../modules/mail/deliveries/failed"
import type { DeliveryDetailDTO, DeliveryDTO, ListedDelivery } from "../../../modules/mail/deliveries/ledger"
import type { LogEntry } from "../../../modules/mail/deliveries/log"
import type { ListedMailing, MailingDTO } from "../../../modules/mail/mailings/mailing"
import type { ConsentEventDTO } from "../../../modules/mail/members/consent-record"
import type { FlagEventDTO } from "../../../modules/mail/members/flag-record"
import type { MemberDTO } from "../../../modules/mail/members/list"
import type { ListedDocument } from "../../../modules/mail/orders/list"
import type { SegmentDTO } from "../../../modules/mail/segments/segments"
import type { ListedTemplate, TemplateDTO } from "../../../modules/mail/templates/templates"

export const LISTED_TEMPLATE: FieldsOf<ListedTemplate> = {
  id: true,
  name: true,
  kind: true,
  key: true,
  enabled: true,
  subject: true,
  format: true,
  locale: true,
  created_at: true,
  updated_at: true,
}

export const TEMPLATE: FieldsOf<TemplateDTO> = {
  ...LISTED_TEMPLATE,
  preheader: true,
  body: true,
  header: true,
  footer: true,
}

export const SEGMENT: FieldsOf<SegmentDTO> = {
  id: true,
  name: true,
  filter: true,
  created_by: true,
  updated_by: true,
  created_at: true,
  updated_at: true,
}

/** A segment, and how many members it comes to. */
export type CountedSegmentDTO = SegmentDTO & { count: number }

export const COUNTED_SEGMENT: FieldsOf<CountedSegmentDTO> = { ...SEGMENT, count: true }

export const LISTED_MAILING: FieldsOf<ListedMailing> = {
  id: true,
  kind: true,
  state: true,
  content: true,
  template_id: true,
  sender_name: true,
  reply_to: true,
  purpose: true,
  purpose_reason: true,
  pause_cause: true,
  pause_reason: true,
  refusal_reason: true,
  refusal_issues: true,
  created_by: true,
  sent_by: true,
  unsendable: true,
  counts: true,
  rates: true,
  scheduled_at: true,
  grace_until: true,
  grace_left: true,
  cancelled_at: true,
  started_at: true,
  first_pass_done_at: true,
  completed_at: true,
  created_at: true,
  updated_at: true,
}

export const MAILING: FieldsOf<MailingDTO> = {
  ...LISTED_MAILING,
  audience: true,
  segment: true,
  document_ids: true,
  attachments: true,
}

const DELIVERY: FieldsOf<DeliveryDTO> = {
  id: true,
  kind: true,
  mailing_id: true,
  about_mailing_id: true,
  position: true,
  customer_id: true,
  order_id: true,
  email: true,
  recipient_name: true,
  transport: true,
  state: true,
  reason: true,
  attempt: true,
  next_attempt_at: true,
  response: true,
  smtp_code: true,
  smtp_enhanced: true,
  sent_at: true,
  content_cleared_at: true,
  created_at: true,
  repeats_id: true,
  automatic: true,
  invalid: true,
  flag_offered: true,
}

export const LISTED_DELIVERY: FieldsOf<ListedDelivery> = {
  ...DELIVERY,
  subject: true,
}

export const LOG_ENTRY: FieldsOf<LogEntry> = {
  ...LISTED_DELIVERY,
  at: true,
}

export const DELIVERY_DETAIL: FieldsOf<DeliveryDetailDTO> = {
  ...DELIVERY,
  resendable: true,
  attachments: true,
  events: true,
  mail: true,
  mail_fault: true,
  returns: true,
}

export const FAILED_DELIVERY: FieldsOf<FailedDeliveryDTO> = {
  ...DELIVERY,
  event_id: true,
  failed_at: true,
  mailing_subject: true,
}

export const LISTED_DOCUMENT: FieldsOf<ListedDocument> = {
  id: true,
  order_id: true,
  number: true,
  shipment: true,
  email: true,
  recipient_name: true,
  total: true,
  currency_code: true,
  status: true,
  fulfillment_status: true,
  payment_status: true,
  created_at: true,
}

export const MEMBER: FieldsOf<MemberDTO> = {
  customer_id: true,
  email: true,
  first_name: true,
  last_name: true,
  company_name: true,
  has_account: true,
  groups: true,
  consent: true,
  invalid: true,
  invalid_class: true,
  invalid_reason: true,
  invalid_since: true,
  invalid_delivery_id: true,
  invalid_mailing_id: true,
  invalid_mailing_subject: true,
  complained_at: true,
  last_order_at: true,
  created_at: true,
}

export const CONSENT_EVENT: FieldsOf<ConsentEventDTO> = {
  id: true,
  customer_id: true,
  name: true,
  email: true,
  action: true,
  source: true,
  wording: true,
  actor_id: true,
  created_at: true,
}

export const FLAG_EVENT: FieldsOf<FlagEventDTO> = {
  id: true,
  action: true,
  reason: true,
  class: true,
  delivery_id: true,
  mailing_id: true,
  mailing_subject: true,
  origin: true,
  actor_id: true,
  created_at: true,
}
