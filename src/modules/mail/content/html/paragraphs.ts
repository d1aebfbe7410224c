/** Plain text as HTML. Its Liquid stays Liquid. */
import { Tokenizer, TypeGuards } from "liquidjs"

import { closeTag, escapeText, type HtmlToken, openTag } from "./tokens"
import type { LiquidWords } from "./words"

/** Text in which the line breaks are what the reader is to see: a signature that was only written as text. */
export function htmlFromText(source: string): string {
  return new Tokenizer(source)
    .readTopLevelTokens()
    .map((token) => {
      const text = source.slice(token.begin, token.end)
      return TypeGuards.isHTMLToken(token) ? escapeText(text).replace(/\r\n|\r|\n/g, "<br>\n") : text
    })
    .join("")
}

/** Elements within a line: where there are others, the author has laid out the text in HTML. */
const INLINE = new Set(
  "a abbr b bdi bdo big cite code del dfn em font i ins kbd mark q rp rt ruby s samp small span strike strong sub sup time tt u var".split(
    " "
  )
)

/**
 * HTML without any layout, such as text pasted into an HTML mail: browsers would run its lines together. Blank lines
 * become paragraphs, other line breaks breaks. All else stays as it was written.
 */
export function makeParagraphs(tokens: HtmlToken[], words: LiquidWords): HtmlToken[] {
  const isPlain = (token: HtmlToken) =>
    token.kind === "text" || ((token.kind === "open" || token.kind === "close") && INLINE.has(token.name))
  const texts = tokens.flatMap((token) => (token.kind === "text" ? [token.text] : []))
  if (!tokens.every(isPlain) || !/[\r\n]/.test(texts.join("").trim())) {
    return tokens
  }
  let depth = 0
  const lines = tokens.flatMap((token, index): HtmlToken[] => {
    depth += token.kind === "open" ? 1 : token.kind === "close" ? -1 : 0
    if (token.kind !== "text") {
      return [token]
    }
    const start = index === 0 ? token.text.trimStart() : token.text
    return breakLines(index === tokens.length - 1 ? start.trimEnd() : start, depth > 0, words)
  })
  return [openTag("p"), ...lines, closeTag("p")]
}

/** @param isInside - Of an element that a paragraph must not cut in two. */
function breakLines(written: string, isInside: boolean, words: LiquidWords): HtmlToken[] {
  // A line that holds nothing but conditions and loops is none to a reader.
  const tags = new RegExp(`^[ \\t]*(?:${words.matching("t").source}[ \\t]*)+\\n`, "gim")
  const text = written.replace(/\r\n|\r/g, "\n").replace(tags, (line) => line.trim())
  const line: HtmlToken = { kind: "text", text: "\n" }
  return text.split(/(\n[ \t]*\n\s*|\n)/).flatMap((part, index): HtmlToken[] => {
    if (index % 2 === 0) {
      return part ? [{ kind: "text", text: part }] : []
    }
    if (part === "\n") {
      return [openTag("br"), line]
    }
    return isInside ? [openTag("br"), openTag("br"), line] : [closeTag("p"), line, openTag("p")]
  })
}
