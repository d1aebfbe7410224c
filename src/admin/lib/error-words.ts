/** What a person is told when a request did not succeed. */
import { FetchError } from "@medusajs/js-sdk"
import type { TFunction } from "i18next"

import { issueText } from "./issue-words"
import type { ContentIssue } from "./types"

export class RefusedError extends FetchError {
  constructor(
    message: string,
    statusText: string,
    status: number,
    /** One for each fault; none if the server gave no codes. */
    readonly issues: ContentIssue[]
  ) {
    super(message, statusText, status)
  }
}

/** By its codes, if the server gave some. */
export function issuesOf(error: unknown): ContentIssue[] {
  return error instanceof RefusedError ? error.issues : []
}

/**
 * What was refused, in the reader's language. A fault of the server, or of the way to it, comes with no word that helps,
 * and in English only.
 */
export function errorWords(error: unknown, t: TFunction): string {
  if (!(error instanceof FetchError)) {
    return t("error.unreachable")
  }
  const { status = 500, message } = error
  if (status === 404) {
    return t("error.notFound")
  }
  if (status >= 500) {
    return t("error.server")
  }
  const sentences = issuesOf(error).map((issue) => refusalText(issue, t))
  return sentences.length ? [...new Set(sentences)].join(" ") : message
}

/** With the name of the field, as its form calls it, where the fault is about one. */
function refusalText(issue: ContentIssue, t: TFunction): string {
  const text = issueText(issue, t)
  if (!issue.field) {
    return text
  }
  const field = t(labelsOf(issue.field), { defaultValue: issue.field })
  return t("refusal.inField", { field, text, interpolation: { escapeValue: false } })
}

/** Where a form may have the name of a field: `content.subject` is the subject, `order_insert.templates.…` the insert. */
function labelsOf(field: string): string[] {
  const names = [field, field.replace(/^content\./, ""), field.split(".")[0]!]
  return names.flatMap((name) =>
    ["settings", "common", "editor", "templates"].map((group) => `${group}.${name}`)
  )
}
