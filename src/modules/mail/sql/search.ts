/**
 * What a person types to find a customer or an order, as SQL. Every word must stand somewhere, as in Medusa's own
 * lists; the order of family and given name, the blank between them and the width of letters and digits do not matter.
 */
import { domainToASCII, domainToUnicode } from "node:url"

import type { Parameters } from "./parameters"

/** A text that is found anywhere; what the person typed is never a wildcard. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, String.raw`\$&`)}%`
}

/** `１２` and `ﾊﾅｺ` as most people write them: `12`, `ハナコ`. */
export function plainWidth(text: string): string {
  return text.normalize("NFKC")
}

/** What was typed, word by word; a wide blank parts them too. */
export function wordsOf(q: string): string[] {
  return q.split(/\s+/).filter(Boolean)
}

/**
 * SQL for a name as it is looked through: without blanks, the given name once before and once behind the family name,
 * so that 山田花子, 花子山田 and either of the two stand in it.
 *
 * @param alias - Of a table with `first_name` and `last_name`.
 */
export function nameText(alias: string): string {
  const [first, last] = [`${alias}.first_name`, `${alias}.last_name`]
  return `translate(concat(${first}, ${last}, ${first}), E' \\u3000', '')`
}

/** SQL for several texts as one, a third cheaper than as many comparisons. No word can reach over a line's end. */
export function oneText(...texts: string[]): string {
  return `concat_ws(E'\\n', ${texts.join(", ")})`
}

/**
 * A word as it was typed, in plain width, and, if it may be or end in a domain, with that in its other spelling:
 * `hanako@例え.jp` stands in one customer's address and `hanako@xn--r8jz45g.jp` in another's, and they are the same.
 */
export function spellingsOf(word: string): string[] {
  const plain = plainWidth(word)
  const at = plain.lastIndexOf("@") + 1
  const [before, domain] = [plain.slice(0, at), plain.slice(at)]
  // A word of Japanese is none, and figures would be taken for an address of four numbers.
  const isForeign = /xn--/i.test(domain) || (/[@.]/.test(plain) && /[^ -~]/.test(domain))
  const others = isForeign ? [domainToASCII(domain), domainToUnicode(domain)] : []
  return [...new Set([word, plain, ...others.filter(Boolean).map((other) => before + other)])]
}

/** SQL for a word that stands in a text, in any of its spellings. */
export function wordIn(text: string, word: string, values: Parameters): string {
  const found = spellingsOf(word).map((spelling) => `${text} ILIKE ${values.add(containing(spelling))}`)
  return found.length > 1 ? `(${found.join(" OR ")})` : found.join()
}
