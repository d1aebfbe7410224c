/**
 * What each route and workflow takes when it is right: the beginning of every wrong one. What has no sample here is sent
 * an empty one, so that a new route is tested from its first day on.
 */

/** Ids of what there is in the store under test. */
export interface Known {
  customer: string
  mailing: string
  orderMailing: string
  template: string
  orderTemplate: string
  segment: string
  delivery: string
}

const content = {
  subject: "News",
  body: "Hello {{ member.name }}",
  format: "text",
  include_signature: false,
}
const orderContent = {
  source: "order",
  subject: "Order {{ order.number }}",
  header: "Hello",
  footer: "Bye",
  format: "html",
  include_signature: true,
}
const filter = {
  q: "hanako",
  groups: ["cusgroup_1"],
  has_account: true,
  created_at: { $gte: "2020-01-01", $lte: "2030-01-01T00:00:00Z" },
  company_name: "Works",
  metadata: { rank: "gold", points: 5, vip: true },
  consent: ["opted_in", "not_asked"],
  invalid: false,
  last_order_at: { $lte: "2026-01-01T09:00:00+09:00" },
  never_ordered: true,
  sales_channels: ["sc_1"],
  bought: { product_ids: ["prod_1"], collection_ids: ["pcol_1"], since: "2026-01-01" },
  orders: { count: { $gte: 1, $lte: 9 }, total: { $gte: 1000, $lte: 99999.5, currency_code: "jpy" } },
  countries: ["jp"],
  languages: ["ja"],
}
const settings = {
  sender_name: "Shop",
  sender_address: "shop@shop.test",
  reply_to: "reply@shop.test",
  signature_text: "Best wishes",
  signature_html: "<p>Best wishes</p>",
  admin_copy: "first",
  admin_copy_address: "boss@shop.test",
  postal_address: "Tokyo",
  contact: "help@shop.test",
  language: "ja",
  order_insert: {
    show_order: true,
    delivery_instructions_key: "instructions",
    templates: { en: { text: "{{ order.number }}" }, ja: { html: "<p>{{ order.number }}</p>" } },
  },
  bank_text: "Bank",
  bank_providers: ["pp_system_default"],
  automatic: { order_placed: { enabled: false, template_id: "mtpl_1" } },
  grace_seconds: 20,
  pause_undelivered: 12,
  pause_complaints: 1,
}

const samples = {
  audience: { audience: { filter, include: "not_asked" }, purpose: "notice" },
  preview: { kind: "member", content },
  recipients: { source: "order", order_ids: ["order_1", "order_2"] },
  settings,
  settingsTest: { to: "me@shop.test" },
  orderDraft: {
    kind: "order",
    content: orderContent,
    order_ids: ["order_1"],
    attachments: [
      { filename: "terms.pdf", content: "JVBERi0=", content_type: "application/pdf", document_id: "order_1" },
    ],
  },
  template: { name: "News", kind: "member", subject: "News", body: "Hello", format: "text", locale: "en" },
  orderTemplate: { name: "Thanks", kind: "order", subject: "Thanks", header: "Hello", footer: "Bye" },
  segment: { name: "VIP", filter },
  send: { scheduled_at: "2030-01-01T09:00:00+09:00" },
  sendNow: { grace: 20 },
  retry: { states: ["failed", "uncertain"] },
}

function changesOf({ customer, template }: Known) {
  return {
    content,
    template_id: template,
    audience: { customer_ids: [customer], include: "opted_in" },
    purpose: "notice",
    purpose_reason: "New terms",
  }
}

function draftOf(known: Known) {
  return { kind: "member", ...changesOf(known) }
}

function flagsOf({ customer, delivery }: Known) {
  const named = { customer_ids: [customer], emails: ["gone@shop.test"], delivery_ids: [delivery] }
  return { ...named, invalid: true, reason: "550 5.1.1" }
}

function consentOf({ customer }: Known) {
  return { customer_ids: [customer], consent: "opted_out", source: "import", wording: "Yes, send me news" }
}

function singleMailsOf({ customer, template }: Known) {
  return [
    {
      to: "me@shop.test",
      recipient_name: "Hanako",
      content: { subject: "Ticket {{ ticket.id }}", body: "Hello", format: "text" },
      variables: { ticket: { id: "T-1" } },
      idempotency_key: "ticket:T-1",
      customer_id: customer,
      order_id: "order_1",
      awaited: true,
    },
    { to: "me@shop.test", template_id: template, idempotency_key: "ticket:T-2" },
  ]
}

/** Bodies, by method and route. Several, where a route takes things of several kinds. */
export function bodiesOf(known: Known): Record<string, object[]> {
  return {
    "POST /admin/mail/audience": [
      samples.audience,
      { audience: { customer_ids: [known.customer] }, purpose: "marketing" },
    ],
    "POST /admin/mail/audience/people": [
      {
        ...samples.audience,
        reason: "not_asked",
        consent: "not_asked",
        q: "hanako",
        after: known.customer,
        limit: 20,
      },
    ],
    "POST /admin/mail/audience/people.csv": [{ ...samples.audience, reason: "not_asked", q: "hanako" }],
    "POST /admin/mail/preview": [
      { ...samples.preview, customer_id: known.customer },
      { kind: "order", content: orderContent, order_id: "order_1" },
    ],
    "POST /admin/mail/recipients": [samples.recipients],
    "POST /admin/mail/members/:id/address": [{ email: "hanako@shop.test", shared: true }],
    "POST /admin/mail/members/flags": [flagsOf(known)],
    "POST /admin/mail/members/consent": [
      consentOf(known),
      { audience: { filter }, consent: "opted_in", source: "import" },
    ],
    "POST /admin/mail/templates": [samples.template, samples.orderTemplate],
    "POST /admin/mail/templates/:id": [{ name: "Old news", subject: "Old", body: "Bye", format: "text" }],
    "POST /admin/mail/segments": [samples.segment],
    "POST /admin/mail/segments/:id": [{ name: "Regulars", filter }],
    "POST /admin/mail/mailings": [draftOf(known), samples.orderDraft],
    "POST /admin/mail/mailings/:id": [changesOf(known)],
    "POST /admin/mail/mailings/:id/send": [samples.send, samples.sendNow],
    "POST /admin/mail/mailings/:id/retry": [samples.retry],
    "POST /admin/mail/mailings/:id/test": [{ to: "me@shop.test", customer_id: known.customer }],
    "POST /admin/mail/settings": [settings],
    "POST /admin/mail/settings/test": [samples.settingsTest],
    "POST /admin/mail/single": singleMailsOf(known),
    "POST /store/mail/consent": [{ consent: "opted_in", wording: "Yes, send me news" }],
  }
}

const page = { limit: "10", offset: "0" }

/** Of a parameter. One in a list may be given several times. */
export type Value = string | [string]

/** Queries, by route. */
export const QUERIES: Record<string, Record<string, Value>> = {
  "GET /admin/mail/consents": { ...page, customer_id: "cus_1" },
  "GET /admin/mail/consents.csv": { customer_id: "cus_1" },
  "GET /admin/mail/deliveries": {
    ...page,
    q: "hanako",
    state: ["sent"],
    reason: ["unknown"],
    customer_id: "cus_1",
    order_id: "order_1",
    order: "-created_at",
  },
  "GET /admin/mail/documents": {
    ...page,
    source: "order",
    q: "1001",
    status: ["pending"],
    fulfillment_status: ["shipped"],
    payment_status: ["captured"],
    "created_at[$gte]": "2026-01-01",
  },
  "GET /admin/mail/failures": { limit: "10", invalid: "false", state: ["failed"] },
  "GET /admin/mail/flags": { ...page, customer_id: "cus_1" },
  "GET /admin/mail/last-template": { kind: "order", source: "fulfillment" },
  "GET /admin/mail/log": {
    limit: "10",
    kind: ["single"],
    state: ["sent"],
    reason: ["unknown"],
    recipient: "hanako",
    subject: "news",
    "at[$gte]": "2026-01-01",
    transport: ["shop-b"],
  },
  "GET /admin/mail/log.csv": {
    kind: ["single"],
    state: ["sent"],
    recipient: "hanako",
    "at[$gte]": "2026-01-01",
    transport: ["default"],
  },
  "GET /admin/mail/mailings": { ...page, q: "news", kind: "member", state: ["draft"], order: "-created_at" },
  "GET /admin/mail/mailings/:id/deliveries": { ...page, q: "hanako", state: ["failed"], reason: ["unknown"] },
  "GET /admin/mail/mailings/:id/deliveries.csv": { state: ["failed"], reason: ["unknown"] },
  "GET /admin/mail/mailings/:id/left-out": { reason: "no_address", limit: "10" },
  "GET /admin/mail/mailings/:id/left-out.csv": { reason: "no_address" },
  "GET /admin/mail/mailings/:id/retry": { states: ["failed"] },
  "GET /admin/mail/members": {
    ...page,
    order: "email",
    q: "hanako",
    groups: ["cusgroup_1"],
    has_account: "true",
    "created_at[$gte]": "2026-01-01",
    company_name: "Works",
    // A field of metadata may have any of several values.
    "metadata[rank]": ["gold"],
    consent: ["opted_in"],
    invalid: "false",
    "last_order_at[$lte]": "2026-01-01",
    never_ordered: "true",
  },
  "GET /admin/mail/members/last-orders": { customer_ids: ["cus_1"] },
  "GET /admin/mail/segments": { ...page, q: "VIP", order: "-name" },
  "GET /admin/mail/templates": { ...page, q: "news", kind: "member", order: "-name" },
  "GET /admin/mail/variables": { kind: "member" },
}

/** Inputs of workflows, by the names of their exports. */
export function inputsOf(known: Known): Record<string, object[]> {
  const byMailing = { id: known.mailing, actor_id: "user_1" }
  return {
    createMailingWorkflow: [{ ...draftOf(known), actor_id: "user_1" }, samples.orderDraft],
    updateMailingWorkflow: [
      { ...byMailing, changes: changesOf(known) },
      {
        id: known.orderMailing,
        changes: {
          content: orderContent,
          document_ids: ["order_1"],
          attachments: samples.orderDraft.attachments,
        },
      },
    ],
    deleteMailingWorkflow: [byMailing],
    sendMailingWorkflow: [
      { ...byMailing, ...samples.send },
      { ...byMailing, ...samples.sendNow },
    ],
    undoSendWorkflow: [byMailing],
    pauseMailingWorkflow: [byMailing],
    resumeMailingWorkflow: [byMailing],
    cancelMailingWorkflow: [byMailing],
    retryMailingWorkflow: [{ ...byMailing, ...samples.retry }],
    previewRetryWorkflow: [{ ...byMailing, ...samples.retry }],
    sendTestMailWorkflow: [
      { mailing_id: known.mailing, to: "me@shop.test", customer_id: known.customer, actor_id: "user_1" },
    ],
    correctAddressWorkflow: [
      { customer_id: known.customer, email: "hanako@shop.test", shared: true, actor_id: "user_1" },
    ],
    setMemberConsentWorkflow: [{ ...consentOf(known), actor_id: "user_1" }],
    setMemberFlagsWorkflow: [flagsOf(known)],
    prepareOrderMailingWorkflow: [{ id: known.orderMailing }],
    resendMailWorkflow: [{ id: known.delivery, actor_id: "user_1" }],
    previewResendWorkflow: [{ id: known.delivery, actor_id: "user_1" }],
    sendMailWorkflow: singleMailsOf(known),
    createTemplateWorkflow: [samples.template, { ...samples.orderTemplate, format: "html" }],
    updateTemplateWorkflow: [{ id: known.template, changes: { subject: "Old", body: "Bye" } }],
    deleteTemplateWorkflow: [{ id: known.template }],
    createSegmentWorkflow: [{ ...samples.segment, actor_id: "user_1" }],
    updateSegmentWorkflow: [{ id: known.segment, changes: { name: "Regulars", filter }, actor_id: "user_1" }],
    deleteSegmentWorkflow: [{ id: known.segment, actor_id: "user_1" }],
    testMailSettingsWorkflow: [{ to: "me@shop.test" }],
    updateMailSettingsWorkflow: [settings],
  }
}
