/**
 * From what a merchant wrote to the immutable content that is sent. Everything that is the same for all
 * recipients happens here, once: checks, signature, style sheets, text alternative.
 */
import type {
  ContentIssue,
  ContentSnapshot,
  Language,
  Mailbox,
  MemberContent,
  OrderContent,
  Variables,
} from "../words"
import { analyseTemplate, type Analysis } from "./analyse"
import { type ContentKind, exampleVariables } from "./catalogue"
import { htmlFromText } from "./html/paragraphs"
import { fault } from "./liquid/fault"
import { placeSignature } from "./liquid/signature"
import { bodyParts, type Part, preheaderPart, signaturePart, type TwoForms } from "./parts"
import { compileContent, issueOf, RenderError } from "./render"
import { writeMail, type WrittenMail } from "./write"

export interface BuildContext {
  kind: ContentKind
  from: Mailbox
  replyTo: Mailbox | null
  language: Language
  /** From the settings; either form is made from the other if it is missing. */
  signature: TwoForms
  /** What stands between header and footer of an order mail: our own templates. */
  insert?: { text: string; html: string }
  /** What it is rendered with to see whether it can be; the example of each variable if left out. */
  example?: Variables
}

export interface BuiltContent {
  /** Not fit to be sent if there are errors. */
  snapshot: ContentSnapshot
  errors: ContentIssue[]
  warnings: ContentIssue[]
}

/** Gmail cuts a mail off there and shows a link to the rest. */
const GMAIL_LIMIT_KB = 102

/** The code of what could not be built in time. */
export const SLOW = "too_slow"

/** In place of a content that was not built in time. */
export function unbuilt(input: MemberContent | OrderContent, context: BuildContext): BuiltContent {
  const errors = [{ field: "body" in input ? "body" : "header", ...fault(SLOW) }]
  return { snapshot: unwritten(input, context), errors, warnings: [] }
}

function unwritten(input: MemberContent | OrderContent, context: BuildContext): ContentSnapshot {
  return {
    subject: input.subject,
    html: null,
    text: "",
    from: context.from,
    reply_to: context.replyTo,
    language: context.language,
    variables: [],
  }
}

/** Builds a content. Never throws for anything that a merchant can write, but for recursion that goes too deep. */
export function buildContent(input: MemberContent | OrderContent, context: BuildContext): BuiltContent {
  const isHtml = input.format === "html"
  const { kind } = context
  const body = bodyParts(input, context.insert)
  const written = body.flatMap((part) => analysePart(part, isHtml, kind))
  const isPlaced = written.some(({ placesSignature }) => placesSignature)
  const preheader = preheaderPart(input)
  const signature = input.include_signature || isPlaced ? signaturePart(context.signature, isHtml) : null
  const analyses = [
    analyseTemplate(input.subject, { field: "subject", kind, html: false }),
    ...(preheader ? analysePart(preheader, isHtml, kind) : []),
    ...written,
    ...(signature ? analysePart(signature, isHtml, kind) : []),
  ]
  const errors = [
    ...subjectFaults(input.subject),
    ...(preheader && !isHtml ? [{ field: preheader.field, ...fault("html_only") }] : []),
    ...(body.every(({ source }) => !source.trim()) ? [blank(body)] : []),
    ...analyses.flatMap((analysis) => analysis.issues),
  ]
  const snapshot: ContentSnapshot = {
    ...unwritten(input, context),
    variables: [...new Set(analyses.flatMap((analysis) => analysis.paths))].sort(),
  }
  if (errors.length) {
    return { snapshot, errors, warnings: [] }
  }
  const parts = { body, preheader, signature, isSigned: input.include_signature }
  const mail = writeMail(parts, isHtml, kind, context.language)
  snapshot.html = mail.html
  snapshot.text = mail.text
  const others = [preheader, signature].filter((part) => part !== null)
  const tried = tryOut(snapshot, [...body, ...others], context)
  return {
    snapshot,
    errors: mail.isBlank && !tried.errors.length ? [blank(body)] : tried.errors,
    warnings: [
      ...analyses.flatMap((analysis) => analysis.warnings),
      ...tried.warnings,
      ...(preheader && mail.beginsHidden ? [{ field: preheader.field, ...fault("preheader_twice") }] : []),
      ...(signature && !isPlaced ? signatureWarnings(mail) : []),
    ],
  }
}

/** Text that will stand in an HTML mail is held to the rules of HTML too. */
function analysePart(part: Part, isHtml: boolean, kind: ContentKind): Analysis[] {
  const { field, source, text } = part
  const holdsSignature = !["signature", "insert", "preheader"].includes(field)
  const main = analyseTemplate(source, { field, kind, html: part.isHtml, holdsSignature })
  if (isHtml && !part.isHtml && !main.issues.length) {
    return [main, analyseTemplate(htmlFromText(source), { field, kind, html: true })]
  }
  return text === undefined ? [main] : [main, analyseTemplate(text, { field, kind, html: false })]
}

function subjectFaults(subject: string): ContentIssue[] {
  if (!subject.trim()) {
    return [{ field: "subject", ...fault("required", { reason: "subject" }) }]
  }
  return /[\r\n]/.test(subject) ? [{ field: "subject", ...fault("line_break") }] : []
}

function blank([first]: Part[]): ContentIssue {
  return { field: first!.field, ...fault("required", { reason: "text" }) }
}

/** Renders with example values: loops without end and filters that fail are found now, not at sending. */
function tryOut(
  snapshot: ContentSnapshot,
  parts: Part[],
  { kind, language, example = exampleVariables(kind, language) }: BuildContext
): { errors: ContentIssue[]; warnings: ContentIssue[] } {
  try {
    const { html } = compileContent(snapshot).render(example)
    const size = Math.ceil(Buffer.byteLength(html ?? "") / 1000)
    const tooLarge = { field: parts[0]!.field, ...fault("too_large", { size, limit: GMAIL_LIMIT_KB }) }
    return { errors: [], warnings: size > GMAIL_LIMIT_KB ? [tooLarge] : [] }
  } catch (error) {
    if (!(error instanceof RenderError)) {
      throw error
    }
    // Rendering knows the finished parts; the writer knows the fields that they were made of.
    const field = error.field === "subject" ? "subject" : parts[0]!.field
    const written = [{ field: "subject", source: snapshot.subject, isHtml: false }, ...parts]
    const found = written.flatMap((part) => renderFault(part, example))
    return { errors: found.length ? found.slice(0, 1) : [{ ...issueOf(error), field }], warnings: [] }
  }
}

/** The fault of one field, with its place in what was written. */
function renderFault({ field, source, isHtml }: Part, variables: Variables): ContentIssue[] {
  const template = placeSignature(source, "")
  try {
    compileContent({ subject: "", html: isHtml ? template : null, text: isHtml ? "" : template }).render(
      variables
    )
    return []
  } catch (error) {
    if (!(error instanceof RenderError)) {
      throw error
    }
    const [, line, column] = /, line:(\d+), col:(\d+)$/.exec(error.message) ?? []
    return [{ ...issueOf(error), field, ...(line && { line: Number(line), column: Number(column) }) }]
  }
}

/** A signature of pictures alone says nothing that could stand there twice. */
function signatureWarnings({ bodyText, signatureText }: WrittenMail): ContentIssue[] {
  const words = (text: string) => text.split(/\s+/).filter(Boolean).join(" ")
  const signature = words(signatureText)
  return signature && words(bodyText).includes(signature)
    ? [{ field: "signature", ...fault("signature_twice") }]
    : []
}
