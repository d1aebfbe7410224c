/** What is wrong with a template or another input, in the reader's language: made of the code and values that the server gives. */
import type { TFunction } from "i18next"

import { countOf, NAMED, reasonOf } from "../../notices/issue-words"
import type { ContentIssue } from "./types"

export function issueTitle(
  { code }: ContentIssue,
  t: TFunction,
  other: "issue.other" | "issue.otherWarning"
): string {
  return t(`issue.${code}`, { defaultValue: t(other) })
}

/** The server's own sentence only for a code that this admin does not know. */
export function issueText(issue: ContentIssue, t: TFunction): string {
  const { code, values = {}, message } = issue
  const options = {
    ...NAMED,
    ...values,
    ...(values.state !== undefined && { state: stateWords(String(values.state), t) }),
    context: reasonOf(issue),
    count: countOf(issue),
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  }
  return t([`issueText.${code}`, `refusal.${code}`], { ...options, defaultValue: message })
}

/** Of a mailing or of one mail. */
function stateWords(state: string, t: TFunction): string {
  return t(`mailingState.${state}`, { defaultValue: t(`deliveryState.${state}`, { defaultValue: state }) })
}
