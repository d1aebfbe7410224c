/** What is done to HTML once per content, never per mail: style sheets worked in, and a text alternative made. */
import { compile, type FormatCallback } from "html-to-text"
import juice from "juice"
import { Tokenizer, TypeGuards } from "liquidjs"

import { protectLiquid } from "./protect"

/**
 * Mail programs drop style sheets, so the rules go into the elements. Media queries stay in a style sheet.
 * Nothing is fetched: `juice()` itself, unlike `juiceResources()`, reads neither files nor addresses.
 *
 * @throws Error of juice for CSS that it cannot read
 */
export function inlineStyles(source: string): string {
  const { html, restore } = protectLiquid(source)
  return restore(juice(html))
}

/** An image is its description; the address of a picture tells a reader of text nothing. */
const imageAlt: FormatCallback = (element, _walk, builder) => {
  const attributes = element.attribs as Record<string, string>
  builder.addInline(attributes.alt ?? "", { noWordTransform: true })
}

const convert = compile({
  wordwrap: false,
  formatters: { imageAlt },
  selectors: [
    { selector: "a", options: { hideLinkHrefIfSameAsText: true, ignoreHref: false, noAnchorUrl: true } },
    { selector: "img", format: "imageAlt" },
    ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: "td", format: "inlineSurround", options: { suffix: " " } },
    { selector: "th", format: "inlineSurround", options: { suffix: " " } },
    { selector: "tr", format: "block" },
  ],
})

/** The text alternative of an HTML template: a template too, with the same Liquid. Links are shown. */
export function textFromHtml(source: string): string {
  const { html, tagWord, restore } = protectLiquid(source)
  const text = convert(html).replace(/[ \t]+$/gm, "")
  // A condition that had a line of its own would leave blank lines behind.
  const tidy = text.replace(new RegExp(`\\n+((?:${tagWord} *)+)(?=\\n|$)`, "g"), "$1")
  return restore(tidy).trim()
}

/** Plain text as HTML, for a signature that was only written as text. Its Liquid stays Liquid. */
export function htmlFromText(source: string): string {
  return new Tokenizer(source)
    .readTopLevelTokens()
    .map((token) => {
      const text = source.slice(token.begin, token.end)
      return TypeGuards.isHTMLToken(token) ? escapeText(text).replace(/\r\n|\r|\n/g, "<br>\n") : text
    })
    .join("")
}

function escapeText(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
}
