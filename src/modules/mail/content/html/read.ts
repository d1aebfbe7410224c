/**
 * Reads a template's HTML as a browser would, judges everything in it and keeps what was understood, as the tokens
 * that the mail is written from. Liquid has made way for words before; each must be found again in a place where it
 * does no harm (findings.ts).
 */
import { ErrorCodes, type ParserError, type Token, type TokenHandler, Tokenizer, TokenizerMode } from "parse5"

import type { Fault, FaultCode, FaultValues } from "../liquid/fault"
import { type HtmlRules, judgeAttribute } from "./attributes"
import { readComment } from "./comments"
import { judgeCss } from "./css"
import { ATTRIBUTE_NAME, judgeElement, RAW_ELEMENTS, TEXT_ELEMENTS } from "./elements"
import { Findings, type HtmlSource, type Stretch } from "./findings"
import { harmlessComment, harmlessCss, harmlessDoctype, harmlessText } from "./harmless"
import { isData, writeData } from "./structured-data"
import type { Attribute, HtmlToken } from "./tokens"

export interface HtmlReading {
  tokens: HtmlToken[]
  /** Warnings among them. */
  faults: Fault[]
}

/** Never throws, whatever the HTML. */
export function readHtml(source: HtmlSource, rules: HtmlRules): HtmlReading {
  const findings = new Findings(source)
  const tokens = new HtmlReader(source.html, 0, rules, findings).read()
  findings.finish()
  return { tokens, faults: findings.faults }
}

class HtmlReader implements TokenHandler {
  private readonly tokens: HtmlToken[] = []
  private readonly tokenizer = new Tokenizer({ sourceCodeLocationInfo: true }, this)
  private readonly stretch: Stretch
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
    private readonly findings: Findings
  ) {
    this.stretch = { isText: offset === 0 }
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
    const comment = readComment(text)
    if (comment.kind === "conditional") {
      this.conditional(comment, startOffset)
    } else if (comment.kind === "limit") {
      this.tokens.push({ kind: "comment", text: comment.text })
    } else if (this.broken) {
      return
    } else if (comment.kind === "unclosed") {
      this.report("unclosed_html", { name: `${text.slice(0, 20)}…` }, startOffset)
    } else if (comment.kind === "ordinary") {
      this.findings.place(this.offset + startOffset, this.offset + endOffset, { isText: false })
      this.tokens.push({ kind: "comment", text: harmlessComment(text) })
    }
  }

  onDoctype({ location }: Token.DoctypeToken): void {
    const { startOffset, endOffset } = location!
    this.textUntil(startOffset)
    this.end = endOffset
    const text = this.html.slice(startOffset, endOffset)
    this.tokens.push({ kind: "doctype", text: harmlessDoctype(text) })
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
    this.findings.place(this.offset + this.end, this.offset + end, this.stretch)
    this.tokens.push({ kind: "text", text: harmlessText(text) })
  }

  private rawText(text: string, { name, isKept }: { name: string; isKept: boolean }): void {
    const at = this.end
    this.findings.place(this.offset + at, this.offset + at + text.length, { isText: false })
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
      name === "script"
        ? writeData(text, this.rules.words)
        : name === "style"
          ? harmlessCss(text)
          : harmlessText(text)
    this.tokens.push({ kind: "raw", of: name, text: written })
  }

  private conditional({ begin, content }: { begin: string; content: string }, startOffset: number): void {
    const at = this.offset + startOffset + begin.length
    const inner = new HtmlReader(content, at, this.rules, this.findings).read()
    this.tokens.push({ kind: "conditional", begin, content: inner, end: "<![endif]-->" })
  }

  private judge(name: string, at: number, isEnd = false): ReturnType<typeof judgeElement> {
    if (this.rules.words.matching().test(name)) {
      this.report("variable_in_markup", { reason: "element" }, at)
      this.findings.place(this.offset + at, this.offset + at + name.length + 2, { isText: false })
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
      this.findings.place(this.offset + begin, this.offset + end, { isText: false })
      report("variable_in_markup", { reason: "attribute" })
      return []
    }
    if (!ATTRIBUTE_NAME.test(name)) {
      return []
    }
    this.findings.place(this.offset + begin, this.offset + end, { isText: false })
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
    this.findings.add(code, values, this.offset + at)
  }
}

function isSheet({ attrs }: Token.TagToken): boolean {
  return attrs.some(({ name, value }) => name === "rel" && /stylesheet|preload|import/i.test(value))
}
