/**
 * The preheader: what an inbox shows after the subject. No header of a mail says it; mail programs take the first words
 * of the body, so it stands there, hidden from the reader who opens the mail.
 */
import { attributeOf, closeTag, type HtmlToken, openTag } from "./tokens"

/** Gmail and Apple heed the first, Outlook on Windows `mso-hide`; the others are for programs that know neither. */
const HIDDEN =
  "display:none;mso-hide:all;visibility:hidden;opacity:0;overflow:hidden;max-height:0;max-width:0;" +
  "font-size:1px;line-height:1px"

/**
 * Room that no program draws, so that an inbox does not go on with the mail itself after a short preheader: a joiner that
 * shows nothing, and a blank that is not taken together with the next. In rows, as the line of a mail has 998 characters.
 */
const FILLER = Array<string>(6).fill("&#847;&zwnj;&nbsp;".repeat(25)).join("\n")

const LINE: HtmlToken = { kind: "text", text: "\n" }

/** @param document - Complete, its styles worked in. @param words - Plain text, escaped. */
export function withPreheader(document: readonly HtmlToken[], words: readonly HtmlToken[]): HtmlToken[] {
  const hidden = openTag("div", { style: HIDDEN })
  const block = [
    LINE,
    hidden,
    ...words,
    { kind: "text", text: `\n${FILLER}` } as const,
    closeTag("div"),
    LINE,
  ]
  // Liquid may choose between several beginnings of a body.
  const hasBody = document.some(opensBody)
  const begins = (token: HtmlToken) => (hasBody ? opensBody(token) : isEndOfHead(token))
  return document.flatMap((token) => (begins(token) ? [token, ...block] : [token]))
}

/** Whether the first element of the body that holds anything is one that nobody sees. */
export function beginsHidden(document: readonly HtmlToken[]): boolean {
  const body = document.findIndex(opensBody)
  const first = document.slice(body + 1).find((token) => token.kind !== "comment" && !isBlankText(token))
  return first?.kind === "open" && /display\s*:\s*none/i.test(attributeOf(first, "style")?.value ?? "")
}

function opensBody(token: HtmlToken): boolean {
  return token.kind === "open" && token.name === "body"
}

function isEndOfHead(token: HtmlToken): boolean {
  return token.kind === "close" && token.name === "head"
}

function isBlankText(token: HtmlToken): boolean {
  return token.kind === "text" && token.text.trim() === ""
}
