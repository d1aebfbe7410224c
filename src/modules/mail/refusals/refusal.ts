/**
 * What a caller is refused for: in words for everybody, and by codes and values, from which the admin makes a sentence in
 * the reader's language. Each refusal names its field, if it is about one.
 */
import { MedusaError } from "@medusajs/framework/utils"

import type { ContentIssue } from "../words"
import { describeIssues } from "./issues"

/** Besides those of templates (content/liquid/fault.ts). */
export const REFUSAL_CODES = [
  // Of an input, by its shape.
  "required_field",
  "unknown_field",
  "wrong_type",
  "not_among",
  "text_too_long",
  "list_too_long",
  "number_too_large",
  "number_too_small",
  "empty_field",
  "not_one_line",
  "invalid_input",
  "not_an_address",
  "foreign_sender",
  "no_order_template",
  "no_translation",
  // Of the moment.
  "no_sender",
  "no_server",
  "no_recipient",
  "over_quota",
  "busy",
  "busy_testing",
  "test_limit_mailing",
  "test_limit_person",
  "wrong_state",
  "changed_meanwhile",
  "not_resendable",
  "resend_under_way",
  "resent_just_now",
  "content_cleared",
  "template_in_use",
] as const
export type RefusalCode = (typeof REFUSAL_CODES)[number]

type Values = NonNullable<ContentIssue["values"]>

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

/** Something about one field that only this module knows. */
export function invalid(field: string, code: RefusalCode, message: string, values?: Values): Refusal {
  return new Refusal([{ field, code, message, ...(values && { values }) }])
}

/** It may be right at another time. */
export function notAllowed(code: RefusalCode, message: string, values?: Values): Refusal {
  const issue = { field: "", code, message, ...(values && { values }) }
  return new Refusal([issue], MedusaError.Types.NOT_ALLOWED, message)
}

/** By its fields: an error that came through a workflow has lost its class. */
export function issuesOfRefusal(error: unknown): ContentIssue[] | null {
  const issues = (error as { issues?: unknown } | null)?.issues
  return Array.isArray(issues) && issues.length ? (issues as ContentIssue[]) : null
}
