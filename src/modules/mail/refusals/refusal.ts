/**
 * What a caller is refused for: in words for everybody, and by codes and values, from which the admin and its bell make a
 * sentence in the reader's language. Each refusal names its field, if it is about one.
 */
import type { ContentIssue } from "../words"
import { describeIssues } from "./issues"
import { MedusaError } from "./medusa-error"

/** Every code besides those of templates (content/liquid/fault.ts), with the names of the values that its sentence needs. */
export const REFUSALS = {
  // Of an input, by its shape.
  required_field: [],
  unknown_field: ["name"],
  wrong_type: [],
  not_among: ["values"],
  one_of_two: ["one", "other"],
  one_of_these: ["names"],
  foreign_field: ["kind"],
  text_too_long: ["limit"],
  list_too_long: ["limit"],
  too_many_words: ["limit"],
  number_too_large: ["limit"],
  number_too_small: ["limit"],
  empty_field: [],
  empty_range: [],
  not_one_line: [],
  unstorable_text: [],
  not_a_time: [],
  not_a_code: ["example"],
  time_out_of_reach: ["from", "to"],
  time_has_passed: [],
  time_too_far: ["years"],
  wrong_metadata: ["limit"],
  /** What no page can send. */
  invalid_input: [],
  not_an_address: [],
  /** Another customer has it. */
  address_taken: ["name"],
  address_shared: ["name"],
  /** Another segment has it. */
  name_taken: ["name"],
  foreign_sender: [],
  // Of what it names or leaves out.
  not_found: ["what", "id"],
  unknown_customers: ["count"],
  no_audience: [],
  segment_gone: ["name"],
  no_documents: [],
  no_notice_reason: [],
  no_order_template: [],
  no_member_template: [],
  no_translation: [],
  missing_variables: ["names"],
  /** Of a template, by which other code names it. */
  unknown_key: ["name", "known"],
  key_taken: ["name"],
  other_sender: ["address"],
  unknown_transport: ["names"],
  // Of the files that go with a mail.
  not_base64: [],
  attachments_too_large: ["limit"],
  unknown_file: [],
  foreign_document: ["id"],
  faulty_document: ["number"],
  // Of the moment.
  no_sender: [],
  no_server: [],
  no_mailbox: [],
  no_recipient: [],
  over_quota: ["wanted", "left"],
  busy: [],
  busy_testing: [],
  busy_checking: [],
  test_limit_mailing: ["limit"],
  test_limit_person: ["limit"],
  wrong_state: ["state"],
  too_late: ["state"],
  changed_meanwhile: [],
  overdue: ["hours"],
  none_to_retry: ["count"],
  no_present_address: [],
  not_resendable: [],
  resend_under_way: [],
  resent_just_now: ["seconds"],
  content_cleared: ["count"],
  template_in_use: [],
  segment_in_use: ["count"],
} as const satisfies Record<string, readonly string[]>

export type RefusalCode = keyof typeof REFUSALS
export const REFUSAL_CODES = Object.keys(REFUSALS) as RefusalCode[]

/** What the sentence of a code needs; more may be given. */
export type RefusalValues<Code extends RefusalCode> = Record<(typeof REFUSALS)[Code][number], string | number>

/** Left out where there is nothing to fill in. */
export type GivenValues<Code extends RefusalCode> = (typeof REFUSALS)[Code] extends readonly []
  ? [values?: Record<string, string | number>]
  : [values: RefusalValues<Code> & Record<string, string | number>]

/** What can be looked for in vain. */
const THINGS = {
  mailing: "Mailing",
  delivery: "Delivery",
  attachment: "Attachment",
  template: "Template",
  segment: "Segment",
  content: "Mail content",
  customer: "Customer",
  order: "Order",
  fulfillment: "Fulfillment",
  draft_order: "Draft order",
} as const
export type Thing = keyof typeof THINGS
export const THINGS_NAMED = Object.keys(THINGS) as Thing[]

export class Refusal extends MedusaError {
  /** Each with its field. It survives the workflow engine, which copies an error by its fields. */
  readonly issues: ContentIssue[]

  /** @param issues - At least one. */
  constructor(
    issues: readonly ContentIssue[],
    type: string = MedusaError.Types.INVALID_DATA,
    message: string = describeIssues(issues)
  ) {
    super(type, message, issues[0]?.code)
    this.issues = [...issues]
  }
}

/** One fault of a field, as a refusal holds it. */
export function refusalIssue<Code extends RefusalCode>(
  field: string,
  code: Code,
  message: string,
  ...[values]: GivenValues<Code>
): ContentIssue {
  return { field, code, message, ...(values && { values }) }
}

/** Something about one field that only this module knows. */
export function invalid<Code extends RefusalCode>(
  field: string,
  code: Code,
  message: string,
  ...values: GivenValues<Code>
): Refusal {
  return new Refusal([refusalIssue(field, code, message, ...values)])
}

/** It may be right at another time. */
export function notAllowed<Code extends RefusalCode>(
  code: Code,
  message: string,
  ...values: GivenValues<Code>
): Refusal {
  return new Refusal([refusalIssue("", code, message, ...values)], MedusaError.Types.NOT_ALLOWED, message)
}

/** It is somebody else's. */
export function conflict<Code extends RefusalCode>(
  field: string,
  code: Code,
  message: string,
  ...values: GivenValues<Code>
): Refusal {
  return new Refusal([refusalIssue(field, code, message, ...values)], MedusaError.Types.CONFLICT)
}

/** @param ids - Several are named together. */
export function notFound(what: Thing, ...ids: string[]): Refusal {
  const id = ids.join(", ")
  const message = `${THINGS[what]} with id: ${id} was not found`
  return new Refusal(
    [refusalIssue("", "not_found", message, { what, id })],
    MedusaError.Types.NOT_FOUND,
    message
  )
}

/** By its fields: an error that came through a workflow has lost its class. */
export function issuesOfRefusal(error: unknown): ContentIssue[] | null {
  const issues = (error as { issues?: unknown } | null)?.issues
  return Array.isArray(issues) && issues.length ? (issues as ContentIssue[]) : null
}
