/** What a comment is: to Outlook some are conditions, whose contents or limits it reads as HTML. */
export type Comment =
  /** HTML that only Outlook reads. */
  | { kind: "conditional"; begin: string; content: string }
  /** Begins or ends what every program but Outlook reads, or the other way round: kept as it is. */
  | { kind: "limit"; text: string }
  /** A condition without its end. */
  | { kind: "unclosed" }
  | { kind: "ordinary" }
  /** What a parser takes for a comment, such as `<?xml ?>`. */
  | { kind: "bogus" }

export function readComment(text: string): Comment {
  const conditional = /^<!--(\[if [\w\s!&|().]*\]>)([^]*?)(?:<!--\s*)?<!\[endif\]-->$/i.exec(text)
  if (conditional) {
    return { kind: "conditional", begin: `<!--${conditional[1]!}`, content: conditional[2]! }
  }
  if (/^<!--\[if [\w\s!&|().]*\]>\s*(?:<!(?:--[^<>]*)?)?-->$/i.test(text)) {
    return { kind: "limit", text: text.replace(/\]>[^]*$/, "]><!-->") }
  }
  if (/^<!--\s*<!\[endif\]\s*-->$|^<!\[(?:if [\w\s!&|().]*|endif)\](?:--)?>$/i.test(text)) {
    return { kind: "limit", text }
  }
  if (/^<!--\[if\b/i.test(text)) {
    return { kind: "unclosed" }
  }
  return { kind: text.startsWith("<!--") ? "ordinary" : "bogus" }
}
