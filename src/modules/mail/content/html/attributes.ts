/** What an attribute may say, and what its Liquid has to go through to stay within that. */
import { judgeUrl, worryAbout } from "../liquid/url"
import { filterForStyle, judgeCss, type StyleRules } from "./css"
import { HEADER_NAMES, isForbiddenAttribute, PICTURE_ATTRIBUTES, URL_ATTRIBUTES } from "./elements"
import type { Report } from "./report"
import { possibleStarts } from "./starts"
import { type LiquidWords, withFilter } from "./words"

export type HtmlRules = StyleRules

const LINKS = ["a", "area"]

export interface ReadAttribute {
  element: string
  /** In lower case. */
  name: string
  /** Entities decoded, with words for its Liquid. */
  value: string
}

/** @returns the words that are to stand in place of words of the value */
export function judgeAttribute(
  { element, name, value }: ReadAttribute,
  rules: HtmlRules,
  report: Report
): Map<string, string> {
  const { words } = rules
  if (isForbiddenAttribute(name)) {
    report("forbidden_html", { reason: "attribute", name })
  } else if (name === "http-equiv" && !HEADER_NAMES.has(value.trim().toLowerCase())) {
    if (words.matching().test(value)) {
      report("variable_in_markup", { reason: "meta", name })
    } else {
      report("forbidden_html", { reason: "attribute", name })
    }
  } else if (name === "style") {
    return judgeStyle(value, rules, report)
  } else if (name === "srcset") {
    value
      .split(/,\s+/)
      .forEach((candidate) => judgeAddress({ element, name, value: candidate.trim() }, rules, report))
  } else if (URL_ATTRIBUTES.has(name)) {
    judgeAddress({ element, name, value }, rules, report)
  }
  return new Map()
}

function judgeAddress(
  { element, name, value }: ReadAttribute,
  { words, isSafeUrl }: HtmlRules,
  report: Report
): void {
  for (const { text, output } of possibleStarts(value, words)) {
    const verdict = judgeUrl(text, !output)
    if (verdict === "refused") {
      report("unsafe_url", { reason: "scheme" })
    } else if (verdict === "undecided" && !(text.trim() === "" && output && isSafeUrl(output))) {
      report("unsafe_url", { reason: "open" })
    } else if (element !== "link" && !(output && text.trim() === "")) {
      const worry = worryAbout(text, PICTURE_ATTRIBUTES.has(name))
      if (worry && (worry !== "empty_link" || LINKS.includes(element))) {
        report(worry, { name: shown(value, words) })
      }
    }
  }
}

/** As the author wrote it, as far as it helps to find it. */
function shown(value: string, words: LiquidWords): string {
  const written = words.restore(value.replace(words.matching("t"), ""))
  return written.length > 60 ? `${written.slice(0, 60)}…` : written
}

function judgeStyle(value: string, rules: HtmlRules, report: Report): Map<string, string> {
  const { words } = rules
  const replaced = new Map<string, string>()
  judgeCss(value, words, report)
  for (const match of value.matchAll(words.matching("o"))) {
    const output = words.pieceOf(match[0])
    const filter = filterForStyle(value.slice(0, match.index), output, rules, report)
    if (output.expression !== undefined) {
      replaced.set(match[0], words.word(withFilter(output, filter)))
    } else if (!rules.isOwnWords(output)) {
      report("variable_in_style", { reason: "declaration", name: output.text })
    }
  }
  return replaced
}
