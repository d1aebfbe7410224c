/** A template while it is edited: all texts of both kinds, so that changing the kind loses nothing. */
import type { PreviewQuery } from "../../lib/api"
import { type Starter, starterTexts } from "../../lib/starter-templates"
import type { Format, Language, MailingKind, Template, TemplateInput } from "../../lib/types"

export interface TemplateState {
  name: string
  kind: MailingKind
  locale: Language
  format: Format
  subject: string
  preheader?: string | null
  body: string
  header: string
  footer: string
}

export function stateOf(template: Template | undefined, language: Language): TemplateState {
  return {
    name: template?.name ?? "",
    kind: template?.kind ?? "member",
    locale: template?.locale ?? language,
    format: template?.format ?? "text",
    subject: template?.subject ?? "",
    preheader: template?.preheader,
    body: template?.body ?? "",
    header: template?.header ?? "",
    footer: template?.footer ?? "",
  }
}

/** A new template begun with an example. */
export function begunWith(starter: Starter, language: Language): TemplateState {
  return { locale: language, format: "text", ...starterTexts(starter, language) }
}

/** What is stored: only the texts of its kind. */
export function inputOf({ body, header, footer, ...common }: TemplateState): TemplateInput {
  return common.kind === "member" ? { ...common, body } : { ...common, header, footer }
}

export function previewOf(state: TemplateState): PreviewQuery {
  const { kind, subject, preheader, format, body, header, footer } = state
  const common = { subject, preheader, format, include_signature: false }
  return kind === "member"
    ? { kind, content: { ...common, body } }
    : { kind, content: { ...common, source: "order", header, footer } }
}
