/** The parts of a mail, put together as the templates that are sent: HTML and text, each with the same Liquid. */
import { MedusaError } from "../refusals/medusa-error"
import type { Language } from "../words"
import { readHtmlTemplate } from "./analyse"
import type { ContentKind } from "./catalogue"
import { completeDocument } from "./html/complete"
import { inlineStyles } from "./html/inline"
import { htmlFromText, makeParagraphs } from "./html/paragraphs"
import { beginsHidden, withPreheader } from "./html/preheader"
import { WARNINGS } from "./html/report"
import { textFromHtml } from "./html/text"
import { closeTag, type HtmlToken, openTag, writeHtml } from "./html/tokens"
import { LiquidWords } from "./html/words"
import { placeSignature, SIGNATURE } from "./liquid/signature"
import type { Part } from "./parts"

export interface MailParts {
  body: Part[]
  /** Of an HTML mail: its text says it in the subject and the first lines. */
  preheader: Part | null
  /** What the mail has for a signature. */
  signature: Part | null
  /** Whether it is added at the end where the text names no place for it. */
  isSigned: boolean
}

export interface WrittenMail {
  html: string | null
  text: string
  /** Nothing in it that a reader could see. */
  isBlank: boolean
  /** What comes first in the HTML is not to be seen: a preheader that was written in it. */
  beginsHidden: boolean
  /** As text, to compare them. */
  bodyText: string
  signatureText: string
}

const DOCUMENT_TAGS = ["html", "head", "body", "meta", "title", "link"]

/** @param parts templates in which `analyseTemplate` finds no fault */
export function writeMail(
  parts: MailParts,
  isHtml: boolean,
  kind: ContentKind,
  language: Language
): WrittenMail {
  const { body, preheader, signature, isSigned } = parts
  const all = [...body, preheader, signature].filter((part) => part !== null)
  const words = new LiquidWords(...all.flatMap(({ source, text = "" }) => [source, text]))
  const tokens = new Map(all.map((part) => [part, isHtml || part.isHtml ? read(part, kind, words) : []]))
  const signatureTokens = signature ? withoutDocument(tokens.get(signature)!) : []
  let html: string | null = null
  let hasPicture = false
  let isHidden = false
  if (isHtml) {
    const bodyTokens = body.map((part) =>
      part.mayBeEmpty ? withoutDocument(tokens.get(part)!) : tokens.get(part)!
    )
    const signed = sign(join(bodyTokens), signatureTokens, isSigned, words)
    const whole = completeDocument(signed, language, words)
    inlineStyles(whole, words)
    isHidden = beginsHidden(whole)
    // Not before: the style sheet is not about it.
    const shown = preheader ? withPreheader(whole, tokens.get(preheader)!) : whole
    html = words.restore(writeHtml(shown))
    hasPicture = bodyTokens.flat().some(isPicture)
  }
  const textOf = (part: Part) =>
    part.text ?? (isHtml || part.isHtml ? textFromHtml(tokens.get(part)!, words) : part.source)
  const signatureText = signature ? textOf(signature) : ""
  const bodyText = joinTexts(body.map((part) => ({ text: textOf(part), mayBeEmpty: part.mayBeEmpty })))
  const placed = placeSignature(bodyText, signatureText)
  const text =
    isSigned && signature && placed === bodyText
      ? joinTexts([{ text: bodyText }, { text: signatureText }])
      : placed
  const isBlank = !hasPicture && withoutTags(bodyText) === ""
  return { html, text, isBlank, beginsHidden: isHidden, bodyText, signatureText }
}

/** @throws MedusaError if it is not what was found to be in order before */
function read({ field, source, isHtml }: Part, kind: ContentKind, words: LiquidWords): HtmlToken[] {
  const { tokens, faults } = readHtmlTemplate(isHtml ? source : htmlFromText(source), kind, words)
  const [first] = faults.filter(({ code }) => !WARNINGS.has(code))
  if (first) {
    throw new MedusaError(MedusaError.Types.UNEXPECTED_STATE, `${field} was not checked: ${first.message}`)
  }
  return isHtml ? makeParagraphs(tokens, words) : tokens
}

function join(parts: HtmlToken[][]): HtmlToken[] {
  return parts.flatMap((tokens, index): HtmlToken[] =>
    index ? [{ kind: "text", text: "\n" }, ...tokens] : tokens
  )
}

/** What stands inside of another document brings no second one along. */
function withoutDocument(tokens: readonly HtmlToken[]): HtmlToken[] {
  return tokens.filter(
    (token) =>
      token.kind !== "doctype" &&
      !((token.kind === "open" || token.kind === "close") && DOCUMENT_TAGS.includes(token.name)) &&
      !(token.kind === "raw" && token.of === "title")
  )
}

/** In its places, else at the end of what is to be seen. */
function sign(
  tokens: HtmlToken[],
  signature: HtmlToken[],
  isSigned: boolean,
  words: LiquidWords
): HtmlToken[] {
  const placed = tokens.flatMap((token) =>
    token.kind === "text" ? signText(token.text, signature, words) : [token]
  )
  if (placed.length !== tokens.length || !isSigned || !signature.length) {
    return placed
  }
  const last = (name: string) =>
    tokens.findLastIndex((token) => token.kind === "close" && token.name === name)
  const end = [last("body"), last("html"), tokens.length].find((index) => index >= 0)!
  const block = [openTag("div", { style: "margin-top:1.5em" }), ...signature, closeTag("div")]
  const line: HtmlToken = { kind: "text", text: "\n" }
  return [...tokens.slice(0, end), line, ...block, line, ...tokens.slice(end)]
}

function signText(text: string, signature: HtmlToken[], words: LiquidWords): HtmlToken[] {
  const result: HtmlToken[] = []
  let end = 0
  for (const { 0: word, index } of text.matchAll(words.matching("o"))) {
    if (words.pieceOf(word).expression === SIGNATURE) {
      result.push({ kind: "text", text: text.slice(end, index) }, ...signature)
      end = index + word.length
    }
  }
  return [...result, { kind: "text", text: text.slice(end) }]
}

/** With a blank line between any two that say something. */
function joinTexts(parts: readonly { text: string; mayBeEmpty?: true }[]): string {
  return parts.reduce((text, { text: next, mayBeEmpty }) => {
    const gap = text ? "\n\n" : ""
    if (!next) {
      return text
    }
    return mayBeEmpty
      ? `${text}{% capture passage %}${next}{% endcapture %}{% assign passage = passage | strip %}` +
          `{% if passage != blank %}${gap}{{ passage }}{% endif %}`
      : `${text}${gap}${next}`
  }, "")
}

function isPicture(token: HtmlToken): boolean {
  return (
    token.kind === "open" &&
    (["img", "video", "v:image"].includes(token.name) ||
      token.attributes.some(({ name }) => name === "background"))
  )
}

function withoutTags(text: string): string {
  return text.replace(/\{%-?\s*comment\b[^]*?endcomment\s*-?%\}|\{%[^]*?%\}/g, "").trim()
}
