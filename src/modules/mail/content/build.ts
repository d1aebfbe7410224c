/**
 * From what a merchant wrote to the immutable content that is sent. Everything that is the same for all
 * recipients happens here, once: checks, signature, style sheets, text alternative.
 */
import type { ContentIssue, ContentSnapshot, Language, Mailbox, MemberContent, OrderContent } from "../types"
import { analyseTemplate } from "./analyse"
import { htmlFromText, inlineStyles, textFromHtml } from "./html-parts"
import { compileContent, RenderError } from "./render"
import { type ContentKind, exampleVariables } from "./variables"

/** The same passage for both kinds of mail program. */
export interface TwoForms {
  text: string | null
  html: string | null
}

export interface BuildContext {
  kind: ContentKind
  from: Mailbox
  replyTo: Mailbox | null
  language: Language
  /** From the settings; either form is made from the other if it is missing. */
  signature: TwoForms
  /** What stands between header and footer of an order mail: our own templates. */
  insert?: { text: string; html: string }
}

export interface BuiltContent {
  /** Not fit to be sent if there are errors. */
  snapshot: ContentSnapshot
  errors: ContentIssue[]
  warnings: ContentIssue[]
}

/** A stretch of the body, in the order of the mail. */
interface Part {
  field: string
  /** As written, in the format of the mail. */
  source: string
  /** The text alternative if it is not made from `source`. */
  text?: string
}

/** Builds a content. Never throws for anything that a merchant can write. */
export function buildContent(input: MemberContent | OrderContent, context: BuildContext): BuiltContent {
  const isHtml = input.format === "html"
  const body = bodyParts(input, context)
  const signature = input.include_signature ? signaturePart(context.signature, isHtml) : null
  const parts = signature ? [...body, signature] : body
  const analyses = [
    analyseTemplate(input.subject, { field: "subject", kind: context.kind, html: false }),
    ...parts.map((part) =>
      analyseTemplate(part.source, { field: part.field, kind: context.kind, html: isHtml })
    ),
  ]
  const errors = [...subjectFaults(input.subject), ...analyses.flatMap((analysis) => analysis.issues)]
  const snapshot: ContentSnapshot = {
    subject: input.subject,
    html: null,
    text: "",
    from: context.from,
    reply_to: context.replyTo,
    language: context.language,
    variables: [...new Set(analyses.flatMap((analysis) => analysis.paths))].sort(),
  }
  if (errors.length) {
    return { snapshot, errors, warnings: [] }
  }
  const finished = { ...snapshot, ...bothForms(body, signature, isHtml) }
  return {
    snapshot: finished,
    errors: renderFaults(finished, context),
    warnings: signature ? signatureWarnings(body, signature, isHtml) : [],
  }
}

function bodyParts(input: MemberContent | OrderContent, { insert }: BuildContext): Part[] {
  if ("body" in input) {
    return [{ field: "body", source: input.body }]
  }
  const html = input.format === "html"
  return [
    { field: "header", source: input.header },
    ...(insert ? [{ field: "insert", source: html ? insert.html : insert.text, text: insert.text }] : []),
    { field: "footer", source: input.footer },
  ]
}

function signaturePart({ text, html }: TwoForms, isHtml: boolean): Part | null {
  if (!text?.trim() && !html?.trim()) {
    return null
  }
  const field = "signature"
  if (!isHtml) {
    return { field, source: text?.trim() ? text : tryText(html!) }
  }
  return { field, source: html?.trim() ? html : tryHtml(text!), text: text?.trim() ? text : undefined }
}

function tryText(html: string): string {
  try {
    return textFromHtml(html)
  } catch {
    // Liquid that cannot be parsed is reported by the analysis, which reads what is returned here.
    return html
  }
}

function tryHtml(text: string): string {
  try {
    return htmlFromText(text)
  } catch {
    return text
  }
}

/** The signature stands apart from what was written; in text behind the mark that mail programs know (RFC 3676 4.3). */
function bothForms(
  body: readonly Part[],
  signature: Part | null,
  isHtml: boolean
): Pick<ContentSnapshot, "html" | "text"> {
  const asText = (part: Part) => part.text ?? (isHtml ? textFromHtml(part.source) : part.source)
  const written = body.map(asText).filter((text) => text.trim())
  const text = [...written, ...(signature ? [`-- \n${asText(signature)}`] : [])].join("\n\n")
  if (!isHtml) {
    return { html: null, text }
  }
  const parts = signature ? [...body, signature] : body
  return { html: inlineStyles(parts.map((part) => part.source).join("\n")), text }
}

function subjectFaults(subject: string): ContentIssue[] {
  if (/[\r\n]/.test(subject)) {
    return [
      { field: "subject", code: "line_break", message: "A subject is one line: remove the line break." },
    ]
  }
  if (!subject.trim()) {
    return [{ field: "subject", code: "empty", message: "Write a subject." }]
  }
  return []
}

/** A template that loops for ever parses well; only rendering shows it. */
function renderFaults(snapshot: ContentSnapshot, { kind, language }: BuildContext): ContentIssue[] {
  try {
    compileContent(snapshot).render(exampleVariables(kind, language))
    return []
  } catch (error) {
    if (!(error instanceof RenderError)) {
      throw error
    }
    const field = error.field === "subject" ? "subject" : "body"
    return [{ field, code: error.limit ? "too_slow" : "render", message: error.message }]
  }
}

function signatureWarnings(body: readonly Part[], signature: Part, isHtml: boolean): ContentIssue[] {
  const plain = (part: Part) =>
    (part.text ?? (isHtml ? textFromHtml(part.source) : part.source)).replace(/\s+/g, " ").trim()
  const words = plain(signature)
  const twice = body.find((part) => words && plain(part).includes(words))
  return twice
    ? [{ field: twice.field, code: "signature_twice", message: "The text already contains the signature." }]
    : []
}
