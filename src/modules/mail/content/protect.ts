/** Takes Liquid out of the way of libraries that know only HTML, and puts it back afterwards. */
import { Tokenizer, TypeGuards } from "liquidjs"

export interface ProtectedHtml {
  /** The HTML with a word in place of every Liquid tag and output. */
  html: string
  /** Matches the words that stand for tags, not those for outputs. */
  tagWord: string
  /** Puts the Liquid back into what became of the HTML. */
  restore(processed: string): string
}

/**
 * The words are lower-case letters and digits, which no HTML library escapes, splits or changes.
 *
 * @param source a template that liquidjs can parse
 */
export function protectLiquid(source: string): ProtectedHtml {
  let mark = "lqz"
  while (source.includes(mark)) {
    mark += "z"
  }
  const kept: string[] = []
  const html = new Tokenizer(source)
    .readTopLevelTokens()
    .map((token) => {
      if (TypeGuards.isHTMLToken(token)) {
        // The whole of it: white space that a `-` trims is trimmed again when the result is parsed.
        return source.slice(token.begin, token.end)
      }
      kept.push(token.getText())
      return `${mark}${TypeGuards.isOutputToken(token) ? "o" : "t"}${kept.length - 1}q`
    })
    .join("")
  const words = new RegExp(`${mark}[ot](\\d+)q`, "g")
  return {
    html,
    tagWord: `${mark}t\\d+q`,
    restore: (processed) => processed.replace(words, (_, index: string) => kept[Number(index)]!),
  }
}
