/** A template while it is edited: all texts of both kinds, so that changing the kind loses nothing. */
import type { PreviewQuery } from "../../lib/api"
import { type Starter, starterTexts } from "../../lib/starter-templates"
import type { Format, Language, Template, TemplateInput, TemplateKind } from "../../lib/types"

export interface TemplateState {
  name: string
  kind: TemplateKind
  /** Empty: no other code names it. */
  key: string
  /** Of single mail. */
  enabled: boolean
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
    key: template?.key ?? "",
    enabled: template?.enabled ?? true,
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
  return { locale: language, format: "text", key: "", enabled: true, ...starterTexts(starter, language) }
}

/** What is stored: only the texts of its kind. */
export function inputOf({ body, header, footer, key, enabled, ...rest }: TemplateState): TemplateInput {
  const common = { ...rest, key: key.trim() || null }
  if (common.kind === "order") {
    return { ...common, header, footer }
  }
  return common.kind === "single" ? { ...common, enabled, body } : { ...common, body }
}

export function previewOf(state: TemplateState): PreviewQuery {
  const { kind, subject, preheader, format, body, header, footer } = state
  const common = { subject, preheader, format, include_signature: false }
  return kind === "order"
    ? { kind, content: { ...common, source: "order", header, footer } }
    : { kind, content: { ...common, body } }
}
