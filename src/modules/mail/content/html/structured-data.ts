/** Structured data (JSON-LD) for mail programs, such as an order that a reader's assistant can list. */
import type { Token } from "parse5"

import { type LiquidWords, withFilter } from "./words"

/** Everything else in a script would be run. */
export function isData({ attrs }: Token.TagToken): boolean {
  const type = attrs
    .find(({ name }) => name === "type")
    ?.value.trim()
    .toLowerCase()
  return type === "application/ld+json" && !attrs.some(({ name }) => name === "src")
}

/** Its outputs become JSON, inside of quotes or as values of their own; no markup can begin or end in it. */
export function writeData(text: string, words: LiquidWords): string {
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
