/** What of a template goes into a mail, and whether a mail still says what its template does. */
import type { MemberContent, OrderContent, Template } from "./types"

export function memberText(template: Template | null) {
  const { subject = "", preheader, body, format = "text", locale } = template ?? {}
  return { subject, preheader, body: body ?? "", format, locale } satisfies Partial<MemberContent>
}

export function orderText(template: Template | null) {
  const { subject = "", preheader, header, footer, format = "text", locale } = template ?? {}
  const texts = { subject, preheader, header: header ?? "", footer: footer ?? "" }
  return { ...texts, format, locale } satisfies Partial<OrderContent>
}

type TextField = "subject" | "preheader" | "body" | "header" | "footer"

/** What is lost when another template takes its place. */
function textsOf(content: Partial<Record<TextField, string | null>>): string {
  const { subject, preheader, body, header, footer } = content
  return JSON.stringify([subject, preheader, body, header, footer].map((text) => text?.trim() ?? ""))
}

const NOTHING = textsOf({})

/** @param template - The one that it was begun with; undefined for none, or for one that is not there any more. */
export function isWritten(content: MemberContent | OrderContent, template: Template | undefined): boolean {
  const texts = textsOf(content)
  return texts !== NOTHING && !(template && texts === textsOf(template))
}
