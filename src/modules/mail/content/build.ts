/**
 * From what a merchant wrote to the immutable content that is sent. Everything that is the same for all
 * recipients happens here, once: checks, signature, style sheets, text alternative.
 */
import type { ContentIssue, ContentSnapshot, Language, Mailbox, MemberContent, OrderContent } from "../types"
import { analyseTemplate, type Analysis } from "./analyse"
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

/** A stretch of the mail, in its order. */
interface Part {
  field: string
  /** As written. */
  source: string
  isHtml: boolean
  /** Its text alternative, if that is not to be made from `source`. */
  text?: string
  /** The data decide whether it says anything: then it leaves no blank lines behind. */
  mayBeEmpty?: true
}

/** Builds a content. Never throws for anything that a merchant can write. */
export function buildContent(input: MemberContent | OrderContent, context: BuildContext): BuiltContent {
  const isHtml = input.format === "html"
  const body = bodyParts(input, isHtml, context)
  const signature = input.include_signature ? signaturePart(context.signature, isHtml) : null
  const parts = signature ? [...body, signature] : body
  const analyses = [
    analyseTemplate(input.subject, { field: "subject", kind: context.kind, html: false }),
    ...parts.flatMap((part) => analysePart(part, isHtml, context.kind)),
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
  snapshot.text = joinTexts(parts)
  errors.push(
    ...(isHtml ? addHtml(snapshot, body, signature) : []),
    ...renderFaults(snapshot, body[0]!.field, context)
  )
  return { snapshot, errors, warnings: signature ? signatureWarnings(body, signature) : [] }
}

function bodyParts(input: MemberContent | OrderContent, isHtml: boolean, { insert }: BuildContext): Part[] {
  if ("body" in input) {
    return [{ field: "body", source: input.body, isHtml }]
  }
  return [
    { field: "header", source: input.header, isHtml },
    ...(insert
      ? [
          {
            field: "insert",
            source: isHtml ? insert.html : insert.text,
            isHtml,
            text: insert.text,
            mayBeEmpty: true as const,
          },
        ]
      : []),
    { field: "footer", source: input.footer, isHtml },
  ]
}

/** The form that suits the mail, else the other one. */
function signaturePart({ text, html }: TwoForms, isHtml: boolean): Part | null {
  const field = "signature"
  if (html?.trim() && (isHtml || !text?.trim())) {
    return { field, source: html, isHtml: true, text: text?.trim() ? text : undefined }
  }
  return text?.trim() ? { field, source: text, isHtml: false } : null
}

/** Text that will stand in an HTML mail is held to the rules of HTML too. */
function analysePart(part: Part, isHtml: boolean, kind: ContentKind): Analysis[] {
  const { field, source, text } = part
  const main = analyseTemplate(source, { field, kind, html: isHtml || part.isHtml })
  return text === undefined ? [main] : [main, analyseTemplate(text, { field, kind, html: false })]
}

function asText(part: Part): string {
  return part.text ?? (part.isHtml ? textFromHtml(part.source) : part.source)
}

/** With a blank line between any two that say something. */
function joinTexts(parts: readonly Part[]): string {
  return parts.reduce((text, part) => {
    const next = asText(part)
    const gap = text ? "\n\n" : ""
    if (!next) {
      return text
    }
    return part.mayBeEmpty
      ? `${text}{% capture passage %}${next}{% endcapture %}{% assign passage = passage | strip %}` +
          `{% if passage != blank %}${gap}{{ passage }}{% endif %}`
      : `${text}${gap}${next}`
  }, "")
}

function asHtml(part: Part): string {
  return part.isHtml ? part.source : htmlFromText(part.source)
}

function addHtml(snapshot: ContentSnapshot, body: Part[], signature: Part | null): ContentIssue[] {
  const html = body.map(asHtml).join("\n")
  const end = /<\/body\s*>(?![\s\S]*<\/body\s*>)/i.exec(html)?.index ?? html.length
  const signed = signature
    ? `${html.slice(0, end)}\n<div style="margin-top:1.5em">${asHtml(signature)}</div>\n${html.slice(end)}`
    : html
  try {
    snapshot.html = inlineStyles(signed)
    return []
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [{ field: body[0]!.field, code: "css", message: `The style sheet cannot be read: ${reason}.` }]
  }
}

function subjectFaults(subject: string): ContentIssue[] {
  if (!subject.trim()) {
    return [{ field: "subject", code: "required", message: "Write a subject." }]
  }
  return /[\r\n]/.test(subject)
    ? [{ field: "subject", code: "line_break", message: "A subject is a single line." }]
    : []
}

/** Renders with example values: loops without end and filters that fail are found now, not at sending. */
function renderFaults(
  snapshot: ContentSnapshot,
  mainField: string,
  { kind, language }: BuildContext
): ContentIssue[] {
  try {
    compileContent(snapshot).render(exampleVariables(kind, language))
    return []
  } catch (error) {
    if (!(error instanceof RenderError)) {
      throw error
    }
    // Rendering knows the finished parts; the writer knows the fields that they were made of.
    const field = error.field === "subject" ? "subject" : mainField
    return [{ field, code: error.failure === "fault" ? "render" : "limit", message: `${error.message}.` }]
  }
}

function signatureWarnings(body: Part[], signature: Part): ContentIssue[] {
  const words = (text: string) => text.split(/\s+/).filter(Boolean).join(" ")
  const message = "The text already contains the signature; it would stand there twice."
  return words(body.map(asText).join("\n")).includes(words(asText(signature)))
    ? [{ field: "signature", code: "signature_twice", message }]
    : []
}
