/**
 * CSS as far as it can do harm: old mail programs ran code from style sheets, any loads pictures from them, and a
 * value from a customer's data must not bring declarations of its own.
 */
import { judgeUrl, worryAbout } from "../liquid/url"
import type { Report } from "./report"
import { possibleStarts } from "./starts"
import type { LiquidPiece, LiquidWords } from "./words"

/** VML is switched on by `behavior:url(#default#VML)`, in sheets that only Outlook reads. */
const CODE =
  /expression\s*\(|-moz-binding|(?<![\w-])behavior\s*:(?!\s*url\(\s*['"]?#default#vml)|(?:java|vb|live)script\s*:/i

const ADDRESS = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))\s*\)/gi
const IMPORT = /@import\s+(?:url\(\s*)?["']?([^"')\s;]*)/gi

/** CSS as a program reads it: without comments, with its escapes resolved. */
function plainCss(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?(?:\*\/|$)/g, "")
    .replace(/\\(?:([0-9a-f]{1,6})\s?|(.))/gi, (_, code: string | undefined, letter: string | undefined) => {
      const point = code ? Number.parseInt(code, 16) : 0
      return letter ?? (point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : "\ufffd")
    })
}

/** Judges what is the same for all readers, in a sheet or an attribute. Addresses that begin with Liquid are left out. */
export function judgeCss(css: string, words: LiquidWords, report: Report): void {
  const plain = plainCss(css)
  if (CODE.test(plain)) {
    report("unsafe_style")
  }
  const imported = new Set<string>()
  for (const [, name = ""] of plain.matchAll(IMPORT)) {
    imported.add(name)
    report("foreign_stylesheet", { name })
  }
  for (const [, double, single, bare] of plain.matchAll(ADDRESS)) {
    const url = (double ?? single ?? bare ?? "").trim()
    const known = url.split(words.matching(), 1)[0]!
    if (imported.has(url) || (known === "" && url !== "")) {
      continue
    }
    const complete = known === url
    if (judgeUrl(known, complete) !== "allowed") {
      report("unsafe_url", { reason: "scheme" })
      continue
    }
    const worry = worryAbout(known, true)
    if (worry && worry !== "empty_link") {
      report(worry, { name: url })
    }
  }
}

/** Where in a declaration list an output stands. */
type Position = { kind: "url"; start: string } | { kind: "value" | "declaration" }

function positionIn(before: string): Position {
  const settled = before.replace(/url\([^)]*\)/gi, "u").replace(/"[^"]*"|'[^']*'/g, "q")
  const url = /url\(\s*['"]?([^)]*)$/i.exec(settled)
  if (url) {
    return { kind: "url", start: url[1]! }
  }
  const declaration = settled.slice(settled.lastIndexOf(";") + 1)
  return { kind: declaration.includes(":") ? "value" : "declaration" }
}

export interface StyleRules {
  words: LiquidWords
  isSafeUrl(output: LiquidPiece): boolean
  /** Whether it can say only what stands in the template. */
  isOwnWords(output: LiquidPiece): boolean
}

/**
 * The filter through which an output in a style attribute has to go: HTML's escapes mean nothing to CSS.
 *
 * @param before the decoded value up to the output, with words for its Liquid
 */
export function filterForStyle(
  before: string,
  output: LiquidPiece,
  { words, isSafeUrl, isOwnWords }: StyleRules,
  report: Report
): string {
  const position = positionIn(before.replace(words.matching("t"), ""))
  if (position.kind === "url") {
    const [start] = possibleStarts(position.start, words)
    // What another output begins was judged with that one.
    if (start && !start.output && judgeUrl(start.text, false) !== "allowed") {
      if (start.text !== "" || !isSafeUrl(output)) {
        report("unsafe_url", { reason: "open" })
      }
    }
    return "css_url"
  }
  if (position.kind === "value") {
    return "css_value"
  }
  if (!isOwnWords(output)) {
    report("variable_in_style", { reason: "declaration", name: output.text })
  }
  return "css_text"
}
