/** What is wrong with a template, in the reader's language: made of the code and the values that the server gives. */
import type { TFunction } from "i18next"

import type { ContentIssue } from "./types"

export function issueTitle(
  { code }: ContentIssue,
  t: TFunction,
  other: "issue.other" | "issue.otherWarning"
): string {
  return t(`issue.${code}`, { defaultValue: t(other) })
}

/** The server's own sentence only for a code that this admin does not know. */
export function issueText({ code, values = {}, message }: ContentIssue, t: TFunction): string {
  const context = values.reason ?? (values.suggestion ? "suggestion" : undefined)
  return t(`issueText.${code}`, {
    ...values,
    context: context === undefined ? undefined : String(context),
    variable: "{{ unsubscribe_url }}",
    defaultValue: message,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  })
}
