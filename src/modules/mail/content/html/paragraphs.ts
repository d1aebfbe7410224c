/** Plain text as HTML. Its Liquid stays Liquid. */
import { Tokenizer, TypeGuards } from "liquidjs"

import { escapeText } from "./tokens"
import { LiquidWords } from "./words"

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

/** Elements that make lines of their own: where one stands, the author has laid out the text in HTML. */
const LAYOUT =
  /<\/?(?:html|head|body|p|div|br|hr|table|t[rdh]|tbody|thead|tfoot|ul|ol|li|d[ltd]|h[1-6]|pre|blockquote|center|section|article|header|footer|main|aside|nav|address|figure|style|img|!doctype)\b|<!--/i

/**
 * HTML without any layout, such as text pasted into an HTML mail: browsers would run its lines together. Blank lines
 * become paragraphs, other line breaks breaks. All else stays as it was written.
 */
export function makeParagraphs(source: string): string {
  const words = new LiquidWords(source)
  const { html } = words.hide(source)
  const text = html.trim()
  if (LAYOUT.test(text) || !/[\r\n]/.test(text)) {
    return source
  }
  // A line that holds nothing but conditions and loops is none to a reader.
  const tags = new RegExp(`^[ \\t]*(?:${words.matching("t").source}[ \\t]*)+\\n`, "gim")
  const lines = text.replace(/\r\n|\r/g, "\n").replace(tags, (line) => line.trim())
  const paragraphs = lines.replace(/\n[ \t]*\n\s*|\n/g, (gap) => (gap.trim() === "" && gap !== "\n" ? "</p>\n<p>" : "<br>\n"))
  return words.restore(`<p>${paragraphs}</p>`)
}
