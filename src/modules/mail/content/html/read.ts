/**
 * Reads a template's HTML as a browser would, judges everything in it and keeps what was understood, as the tokens
 * that the mail is written from. Liquid has made way for words before; each must be found again in a place where it
 * does no harm, and a block must end where it began: in the same text, value or comment.
 */
import { ErrorCodes, type ParserError, type Token, type TokenHandler, Tokenizer, TokenizerMode } from "parse5"

import { type Fault, fault, type FaultCode, type FaultValues } from "../liquid/fault"
import { SIGNATURE } from "../liquid/signature"
import { type HtmlRules, judgeAttribute } from "./attributes"
import { judgeCss } from "./css"
import { ATTRIBUTE_NAME, judgeElement, RAW_ELEMENTS, TEXT_ELEMENTS } from "./elements"
import { WARNINGS } from "./report"
import { type Attribute, type HtmlToken } from "./tokens"
import { type HiddenLiquid, type PlacedPiece, withFilter } from "./words"

export interface HtmlReading {
  tokens: HtmlToken[]
  /** Warnings among them. */
  faults: Fault[]
}

export interface HtmlSource extends HiddenLiquid {
  /** The template as it was written. */
  source: string
}

/** Never throws, whatever the HTML. */
export function readHtml(source: HtmlSource, rules: HtmlRules): HtmlReading {
  const notes = new Notes(source)
  const tokens = new HtmlReader(source.html, 0, rules, notes).read()
  notes.finish()
  return { tokens, faults: notes.faults }
}

const MOST_FAULTS = 20
const BLOCKS = ["if", "unless", "case", "for", "tablerow", "capture", "raw"]
const BRANCHES = ["elsif", "else", "when"]

/** A stretch of the HTML in which a Liquid block may begin and end. */
interface Room {
  /** Ordinary text between tags, seen by every reader. */
  isText: boolean
}

/** What is found on the way, with its places, and where each piece of Liquid stands. */
class Notes {
  readonly faults: Fault[] = []
  private readonly rooms = new Map<PlacedPiece, Room>()
  private next = 0
  private readonly warned = new Set<string>()
  private errors = 0
  private isBroken = false

  constructor(private readonly source: HtmlSource) {}

  add(code: FaultCode, values: FaultValues, at: number): void {
    this.isBroken ||= code === "unclosed_html"
    const key = `${code} ${values.name ?? ""}`
    const isWarning = WARNINGS.has(code)
    // Finding the place reads the source: nobody mends more at once, and one warning of each kind and name will do.
    const isTold = isWarning && this.warned.has(key)
    if (isTold || (isWarning ? this.warned.size : this.errors) >= MOST_FAULTS) {
      return
    }
    if (isWarning) {
      this.warned.add(key)
    } else {
      this.errors++
    }
    const before = this.source.source.slice(0, this.source.sourceOffset(at))
    const line = before.split("\n").length
    this.faults.push(fault(code, values, { line, column: before.length - before.lastIndexOf("\n") }))
  }

  /** The Liquid from here to there has been read as part of one room. */
  place(begin: number, end: number, room: Room): void {
    const { pieces } = this.source
    while (this.next < pieces.length && pieces[this.next]!.begin < end) {
      const piece = pieces[this.next++]!
      if (piece.begin >= begin) {
        this.rooms.set(piece, room)
      }
    }
  }

  finish(): void {
    const open: (Room | undefined)[] = []
    for (const placed of this.source.pieces) {
      const { piece, begin } = placed
      const room = this.rooms.get(placed)
      const name = piece.name ?? ""
      if (!room && !this.isBroken) {
        this.add("variable_in_markup", { reason: "lost", name: piece.text }, begin)
      }
      if (piece.expression === SIGNATURE && room && !room.isText) {
        this.add("signature_place", {}, begin)
      }
      if (BLOCKS.includes(name)) {
        open.push(room)
      }
      const belongs = BRANCHES.includes(name) || name.startsWith("end")
      if ((belongs && open.at(-1) !== room) || (name === "tablerow" && room && !room.isText)) {
        this.add("variable_in_markup", { reason: "block", name }, begin)
      }
      if (name.startsWith("end")) {
        open.pop()
      }
    }
  }
}

class HtmlReader implements TokenHandler {
  private readonly tokens: HtmlToken[] = []
  private readonly tokenizer = new Tokenizer({ sourceCodeLocationInfo: true }, this)
  private readonly room: Room
  /** Up to here it has been read. */
  private end = 0
  /** The element whose text is being read, if that is not HTML. */
  private raw: { name: string; isKept: boolean; begin: number } | undefined
  /** What had no end when the text did. */
  private broken: { name: string; at: number } | undefined

  /** @param offset of this HTML in the whole; not 0 for what Outlook alone reads */
  constructor(
    private readonly html: string,
    private readonly offset: number,
    private readonly rules: HtmlRules,
    private readonly notes: Notes
  ) {
    this.room = { isText: offset === 0 }
  }

  read(): HtmlToken[] {
    this.tokenizer.write(this.html, true)
    return this.tokens
  }

  onStartTag(tag: Token.TagToken): void {
    const { startOffset, endOffset, attrs = {} } = tag.location!
    this.textUntil(startOffset)
    this.end = endOffset
    const { tagName: name } = tag
    const verdict = this.judge(name, startOffset)
    if (name === "script" && !isData(tag)) {
      this.report("forbidden_html", { reason: "element", name }, startOffset)
    }
    const attributes = tag.attrs.flatMap((attribute) => {
      const place = attrs[attribute.name]!
      return this.attribute(name, attribute, place, endOffset)
    })
    if (name === "link" && isSheet(tag)) {
      const { value = "" } = tag.attrs.find((attribute) => attribute.name === "href") ?? {}
      this.report("foreign_stylesheet", { name: this.rules.words.restore(value) }, startOffset)
    }
    if (verdict === "allowed") {
      const written = this.html.slice(startOffset + 1, startOffset + 1 + name.length)
      this.tokens.push({ kind: "open", name, written, attributes, closed: tag.selfClosing })
    }
    if (RAW_ELEMENTS.has(name) || TEXT_ELEMENTS.has(name)) {
      this.raw = { name, isKept: verdict === "allowed", begin: startOffset }
      this.tokenizer.state = TEXT_ELEMENTS.has(name)
        ? TokenizerMode.RCDATA
        : name === "script"
          ? TokenizerMode.SCRIPT_DATA
          : TokenizerMode.RAWTEXT
    }
  }

  onEndTag({ tagName: name, location }: Token.TagToken): void {
    const { startOffset, endOffset } = location!
    this.textUntil(startOffset)
    this.end = endOffset
    this.raw = undefined
    if (this.judge(name, startOffset, true) === "allowed") {
      const written = this.html.slice(startOffset + 2, startOffset + 2 + name.length)
      this.tokens.push({ kind: "close", name, written })
    }
  }

  onComment({ location }: Token.CommentToken): void {
    const { startOffset, endOffset } = location!
    this.textUntil(startOffset)
    this.end = endOffset
    const text = this.html.slice(startOffset, endOffset)
    const conditional = /^<!--(\[if [\w\s!&|().]*\]>)([^]*?)(?:<!--\s*)?<!\[endif\]-->$/i.exec(text)
    if (conditional) {
      this.conditional(conditional[1]!, conditional[2]!, startOffset)
    } else if (/^<!--\[if [\w\s!&|().]*\]>\s*(?:<!(?:--[^<>]*)?)?-->$/i.test(text)) {
      this.tokens.push({ kind: "comment", text: text.replace(/\]>[^]*$/, "]><!-->") })
    } else if (/^<!--\s*<!\[endif\]\s*-->$|^<!\[(?:if [\w\s!&|().]*|endif)\](?:--)?>$/i.test(text)) {
      this.tokens.push({ kind: "comment", text })
    } else if (this.broken) {
      return
    } else if (/^<!--\[if\b/i.test(text)) {
      this.report("unclosed_html", { name: `${text.slice(0, 20)}…` }, startOffset)
    } else if (text.startsWith("<!--")) {
      this.notes.place(this.offset + startOffset, this.offset + endOffset, { isText: false })
      this.tokens.push({ kind: "comment", text: harmlessComment(text) })
    }
  }

  onDoctype({ location }: Token.DoctypeToken): void {
    const { startOffset, endOffset } = location!
    this.textUntil(startOffset)
    this.end = endOffset
    const text = this.html.slice(startOffset, endOffset)
    const known = /^<!doctype\s+html(?:\s+(?:public|system)(?:\s*(?:"[^"<>]*"|'[^'<>]*')){0,2})?\s*>$/i
    this.tokens.push({ kind: "doctype", text: known.test(text) ? text : "<!DOCTYPE html>" })
  }

  onEof(): void {
    this.textUntil(this.html.length)
    if (this.raw?.isKept) {
      this.report("unclosed_html", { name: `<${this.raw.name}>` }, this.raw.begin)
    } else if (this.broken) {
      this.report("unclosed_html", { name: this.broken.name }, this.broken.at)
    }
  }

  onParseError({ code, startOffset }: ParserError): void {
    if (code === ErrorCodes.duplicateAttribute) {
      this.report("repeated_attribute", {}, startOffset)
    } else if (code.startsWith("eof-in") && !this.raw) {
      const begin = this.html.slice(this.end).search(/<[a-z/!?]/i)
      const at = this.end + Math.max(begin, 0)
      const name = /^\S{0,30}/.exec(this.html.slice(at))![0]
      this.broken = { name, at }
    }
  }

  /** Ordinary text is what stands between the other tokens. */
  onCharacter(): void {}
  onNullCharacter(): void {}
  onWhitespaceCharacter(): void {}

  private textUntil(end: number): void {
    const text = this.html.slice(this.end, end)
    if (text === "" || this.broken) {
      return
    }
    if (this.raw) {
      this.rawText(text, this.raw)
      return
    }
    this.notes.place(this.offset + this.end, this.offset + end, this.room)
    this.tokens.push({ kind: "text", text: harmlessText(text) })
  }

  private rawText(text: string, { name, isKept }: { name: string; isKept: boolean }): void {
    const at = this.end
    this.notes.place(this.offset + at, this.offset + at + text.length, { isText: false })
    if (!isKept) {
      return
    }
    if (name === "style") {
      const first = text.search(this.rules.words.matching())
      if (first >= 0) {
        this.report("variable_in_style", { reason: "sheet" }, at + first)
      }
      judgeCss(text, this.rules.words, (code, values = {}) => this.report(code, values, at))
    }
    const written =
      name === "script" ? this.data(text) : name === "style" ? harmlessCss(text) : harmlessText(text)
    this.tokens.push({ kind: "raw", of: name, text: written })
  }

  /** Its outputs become JSON, inside of quotes or as values of their own; no markup can begin or end in it. */
  private data(text: string): string {
    const { words } = this.rules
    let isQuoted = false
    let end = 0
    let written = ""
    const copy = (until: number) => {
      const part = text.slice(end, until)
      isQuoted = (part.replace(/\\./g, "").match(/"/g)?.length ?? 0) % 2 === 0 ? isQuoted : !isQuoted
      written += part.replace(/</g, "\\u003c")
    }
    for (const match of text.matchAll(words.matching("o"))) {
      copy(match.index)
      const output = words.pieceOf(match[0])
      const bare = { ...output, expression: output.expression?.replace(/\|\s*json\s*$/, "") }
      written +=
        output.expression === undefined
          ? match[0]
          : words.word(isQuoted ? withFilter(output, "json_text") : withFilter(bare, "json_value"))
      end = match.index + match[0].length
    }
    copy(text.length)
    return written
  }

  private conditional(begin: string, content: string, startOffset: number): void {
    const at = startOffset + "<!--".length + begin.length
    const inner = new HtmlReader(content, this.offset + at, this.rules, this.notes).read()
    this.tokens.push({ kind: "conditional", begin: `<!--${begin}`, content: inner, end: "<![endif]-->" })
  }

  private judge(name: string, at: number, isEnd = false): ReturnType<typeof judgeElement> {
    if (this.rules.words.matching().test(name)) {
      this.report("variable_in_markup", { reason: "element" }, at)
      this.notes.place(this.offset + at, this.offset + at + name.length + 2, { isText: false })
      return "forbidden"
    }
    const verdict = judgeElement(name)
    if (verdict === "forbidden" && !isEnd) {
      this.report("forbidden_html", { reason: "element", name }, at)
    } else if (verdict === "unknown" && !isEnd) {
      this.report("unknown_html", { name }, at)
    }
    return verdict
  }

  /** @param tagEnd where the tag ends that it stands in */
  private attribute(
    element: string,
    { name, value }: Token.Attribute,
    { startOffset: begin, endOffset: end }: Token.Location,
    tagEnd: number
  ): Attribute[] {
    const { words } = this.rules
    const report = (code: FaultCode, values: FaultValues = {}) => this.report(code, values, begin)
    if (words.matching().test(name)) {
      this.notes.place(this.offset + begin, this.offset + end, { isText: false })
      report("variable_in_markup", { reason: "attribute" })
      return []
    }
    if (!ATTRIBUTE_NAME.test(name)) {
      return []
    }
    this.notes.place(this.offset + begin, this.offset + end, { isText: false })
    const written = this.html.slice(begin, begin + name.length)
    const rest = this.html.slice(begin + name.length, tagEnd)
    const [, double, single, bare] = /^\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*))/.exec(rest) ?? []
    if (bare && words.matching().test(bare)) {
      report("unquoted_attribute", { name })
    }
    const replaced = judgeAttribute({ element, name, value }, this.rules, report)
    const raw = double ?? single ?? (bare === undefined ? undefined : bare.replace(/"/g, "&quot;"))
    const safe = raw?.replace(/</g, "&lt;").replace(words.matching("o"), (word) => replaced.get(word) ?? word)
    return [{ name, written, value: safe ?? null, quote: single === undefined ? '"' : "'" }]
  }

  private report(code: FaultCode, values: FaultValues, at: number): void {
    this.notes.add(code, values, this.offset + at)
  }
}

/** Structured data for mail programs; everything else in a script would be run. */
function isData({ attrs }: Token.TagToken): boolean {
  const type = attrs
    .find(({ name }) => name === "type")
    ?.value.trim()
    .toLowerCase()
  return type === "application/ld+json" && !attrs.some(({ name }) => name === "src")
}

function isSheet({ attrs }: Token.TagToken): boolean {
  return attrs.some(({ name, value }) => name === "rel" && /stylesheet|preload|import/i.test(value))
}

/** A `<` that begins nothing is one that readers see; an empty closing tag is nothing to a browser. */
function harmlessText(text: string): string {
  return text.replace(/<\/>/g, "").replace(/</g, "&lt;").replace(/\0/g, "")
}

/** Whichever parser reads it by whatever rules, no markup can begin in it. */
function harmlessCss(text: string): string {
  return text.replace(/<(?!!--)/g, "\\3c ")
}

/** It means nothing to anybody, so that it may be altered until no parser can see an end of it too early. */
function harmlessComment(text: string): string {
  const inner = text.replace(/^<!--/, "").replace(/-->$|--!>$/, "")
  return `<!--${inner.replace(/[<>]/g, " ").replace(/--+/g, "- -").replace(/^-/, " -").replace(/-$/, "- ")}-->`
}
