/**
 * HTML as the sequence of what a parser sees in it. A mail is written from this, so that nothing reaches it that was
 * not understood: every parser must find in the result just what was found here.
 *
 * It is a sequence and no tree, because Liquid may choose between two openings of one element. Each token begins and
 * ends where a parser reads ordinary text, so whichever of them are left out by a condition, the others mean the same.
 */
import { VOID_ELEMENTS } from "./elements"

export interface Attribute {
  /** In lower case. */
  name: string
  /** As it was written. */
  written: string
  /** What is between the quotes, its entities as they were written; null for none. */
  value: string | null
  quote: '"' | "'"
}

export interface OpenTag {
  kind: "open"
  /** In lower case. */
  name: string
  written: string
  attributes: Attribute[]
  closed: boolean
}

export interface CloseTag {
  kind: "close"
  name: string
  written: string
}

export type HtmlToken =
  | OpenTag
  | CloseTag
  /** Ordinary text, its entities as they were written. */
  | { kind: "text"; text: string }
  /** What is between the tags of a style sheet, title or piece of data. */
  | { kind: "raw"; of: string; text: string }
  /** With its delimiters: it means nothing to anybody. */
  | { kind: "comment"; text: string }
  /** What only Outlook reads. */
  | { kind: "conditional"; begin: string; content: HtmlToken[]; end: string }
  | { kind: "doctype"; text: string }

export function writeHtml(tokens: readonly HtmlToken[]): string {
  return tokens.map(writeToken).join("")
}

export function writeToken(token: HtmlToken): string {
  switch (token.kind) {
    case "open":
      return `<${token.written}${token.attributes.map(writeAttribute).join("")}${token.closed ? " />" : ">"}`
    case "close":
      return `</${token.written}>`
    case "conditional":
      return token.begin + writeHtml(token.content) + token.end
    default:
      return token.text
  }
}

function writeAttribute({ written, value, quote }: Attribute): string {
  return value === null ? ` ${written}` : ` ${written}=${quote}${value}${quote}`
}

export function attributeOf(tag: OpenTag, name: string): Attribute | undefined {
  return tag.attributes.find((attribute) => attribute.name === name)
}

/** Sets an attribute, in its place if it is there. @param value plain text */
export function setAttribute(tag: OpenTag, name: string, value: string): void {
  const attribute: Attribute = { name, written: name, value: escapeAttribute(value), quote: '"' }
  const index = tag.attributes.findIndex((other) => other.name === name)
  if (index === -1) {
    tag.attributes.push(attribute)
  } else {
    tag.attributes[index] = attribute
  }
}

export function escapeAttribute(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;")
}

export function escapeText(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
}

export function openTag(name: string, attributes: Record<string, string> = {}): OpenTag {
  const tag: OpenTag = { kind: "open", name, written: name, attributes: [], closed: false }
  Object.entries(attributes).forEach(([attribute, value]) => setAttribute(tag, attribute, value))
  return tag
}

export function closeTag(name: string): CloseTag {
  return { kind: "close", name, written: name }
}

/** The index after the end of the element that begins at `start`; that of the last token for one without an end. */
export function endOfElement(tokens: readonly HtmlToken[], start: number): number {
  const first = tokens[start]
  if (first?.kind !== "open" || VOID_ELEMENTS.has(first.name)) {
    return start + 1
  }
  let depth = 0
  for (let index = start; index < tokens.length; index++) {
    const token = tokens[index]!
    if (token.kind === "open" && token.name === first.name) {
      depth++
    } else if (token.kind === "close" && token.name === first.name && --depth === 0) {
      return index + 1
    }
  }
  return tokens.length
}
