/** A mail that is finished already, as a content: what looks like Liquid in it is text like any other. */
import type { ContentSnapshot } from "../words"

/** Of another program that has made the whole mail. */
export interface FinishedWords {
  subject: string
  html?: string | null
  text?: string | null
}

/** `{{` and `{%` as outputs of their first letter. */
function literally(text: string): string {
  return text.replace(/\{(?=[{%])/g, '{{ "{" }}')
}

export function verbatim(
  { subject, html, text }: FinishedWords,
  rest: Pick<ContentSnapshot, "from" | "reply_to" | "language">
): ContentSnapshot {
  return {
    ...rest,
    subject: literally(subject),
    html: html ? literally(html) : null,
    text: literally(text ?? ""),
    variables: [],
  }
}
