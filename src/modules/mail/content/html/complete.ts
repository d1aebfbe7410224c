/** Whatever was written leaves as a whole document: with a doctype, in UTF-8, and with its language. */
import type { Language } from "../../words"
import { blockDepth } from "./depth"
import {
  attributeOf,
  closeTag,
  endOfElement,
  type HtmlToken,
  type OpenTag,
  openTag,
  setAttribute,
} from "./tokens"
import type { LiquidWords } from "./words"

const HEAD_ELEMENTS = ["meta", "title", "style", "link", "script"]
const LINE: HtmlToken = { kind: "text", text: "\n" }

export function completeDocument(
  written: readonly HtmlToken[],
  language: Language,
  words: LiquidWords
): HtmlToken[] {
  const doctype = written.find(({ kind }) => kind === "doctype" || kind === "open")
  const tokens = written.filter(({ kind }) => kind !== "doctype")
  const whole = withHtml(withHead(withBody(tokens, words), words), language)
  sayUtf8(whole)
  return [
    doctype?.kind === "doctype" ? doctype : { kind: "doctype", text: "<!DOCTYPE html>" },
    LINE,
    ...whole,
  ]
}

function indexOf(tokens: readonly HtmlToken[], kind: "open" | "close", name: string): number {
  return tokens.findIndex((token) => token.kind === kind && token.name === name)
}

/** A mere fragment: its style sheets belong into the head, where most programs look for them alone. */
function withBody(tokens: HtmlToken[], words: LiquidWords): HtmlToken[] {
  if (["html", "head", "body"].some((name) => indexOf(tokens, "open", name) >= 0)) {
    return tokens
  }
  const [head, body] = splitHead(tokens, words)
  const viewport = openTag("meta", { name: "viewport", content: "width=device-width, initial-scale=1" })
  return [
    ...[openTag("head"), LINE, viewport, LINE, ...head, closeTag("head"), LINE],
    ...[openTag("body"), LINE, ...body, LINE, closeTag("body")],
  ]
}

/** What belongs into a head, unless Liquid decides whether it is there at all. */
function splitHead(tokens: HtmlToken[], words: LiquidWords): [head: HtmlToken[], body: HtmlToken[]] {
  const head: HtmlToken[] = []
  const body: HtmlToken[] = []
  let depth = 0
  for (let index = 0; index < tokens.length;) {
    const token = tokens[index]!
    const isHead = depth === 0 && token.kind === "open" && HEAD_ELEMENTS.includes(token.name)
    const end = isHead ? endOfElement(tokens, index) : index + 1
    depth += token.kind === "text" ? blockDepth(token.text, words) : 0
    ;(isHead ? head : body).push(...tokens.slice(index, end), ...(isHead ? [LINE] : []))
    index = end
  }
  return [head, body]
}

/** Between `<html>` and the first thing that is to be seen. */
function withHead(tokens: HtmlToken[], words: LiquidWords): HtmlToken[] {
  if (indexOf(tokens, "open", "head") >= 0) {
    return tokens
  }
  const start = indexOf(tokens, "open", "html") + 1
  const body = indexOf(tokens, "open", "body")
  const end = body >= start ? body : endOfHead(tokens, start)
  const before = tokens.slice(start, end)
  // Liquid before the body is not for the head alone.
  return before.some((token) => token.kind === "text" && words.matching().test(token.text))
    ? [...tokens.slice(0, start), openTag("head"), closeTag("head"), ...tokens.slice(start)]
    : [
        ...tokens.slice(0, start),
        LINE,
        openTag("head"),
        ...before,
        closeTag("head"),
        LINE,
        ...tokens.slice(end),
      ]
}

function endOfHead(tokens: readonly HtmlToken[], start: number): number {
  let index = start
  for (let token = tokens[index]; token; token = tokens[index]) {
    if (token.kind === "open" && HEAD_ELEMENTS.includes(token.name)) {
      index = endOfElement(tokens, index)
    } else if (token.kind === "comment" || (token.kind === "text" && token.text.trim() === "")) {
      index++
    } else {
      break
    }
  }
  return index
}

function withHtml(tokens: HtmlToken[], language: Language): HtmlToken[] {
  const html = tokens[indexOf(tokens, "open", "html")] as OpenTag | undefined
  if (!html) {
    return [openTag("html", { lang: language }), LINE, ...tokens, LINE, closeTag("html"), LINE]
  }
  if (!attributeOf(html, "lang")?.value) {
    setAttribute(html, "lang", language)
  }
  return tokens
}

/** Text that was pasted from elsewhere may name the charset that it had there. */
function sayUtf8(tokens: HtmlToken[]): void {
  let isSaid = false
  for (const token of tokens) {
    if (token.kind !== "open" || token.name !== "meta") {
      continue
    }
    const isContentType = /^\s*content-type\s*$/i.test(attributeOf(token, "http-equiv")?.value ?? "")
    if (attributeOf(token, "charset")) {
      setAttribute(token, "charset", "utf-8")
      isSaid = true
    } else if (isContentType) {
      setAttribute(token, "content", "text/html; charset=utf-8")
      isSaid = true
    }
  }
  if (!isSaid) {
    const head = indexOf(tokens, "open", "head") + 1
    tokens.splice(head, 0, LINE, openTag("meta", { charset: "utf-8" }))
  }
}
