/**
 * How a person is called: the one rule, for mails, lists, pickers and the SQL of whole mailings. It goes by the script
 * of the name and not by the language of the reader: 山田花子 and 김민수 stay so in an English mail, Amelia García
 * in a Japanese one. Server and admin share this file, so it imports nothing.
 */

export interface PersonName {
  first_name?: string | null
  last_name?: string | null
}

/** Code points of the scripts in which the family name comes first and no blank parts it from the given name. */
const FAMILY_FIRST: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x11ff], // Hangul, in parts
  [0x3005, 0x3007], // signs of repetition
  [0x3041, 0x30ff], // hiragana and katakana
  [0x3130, 0x318f], // Hangul, in parts
  [0x31f0, 0x31ff], // katakana
  [0x3400, 0x9fff], // Chinese characters
  [0xac00, 0xd7af], // Hangul
  [0xf900, 0xfaff], // Chinese characters
  [0xff66, 0xff9f], // katakana of half width
  [0x20000, 0x3fffd], // rare Chinese characters
]

const ranges = (of: typeof FAMILY_FIRST, write: (codePoint: number) => string) =>
  of.map(([first, last]) => `${write(first)}-${write(last)}`).join("")

/** Which of its forms the letter before it has: written after it, and no letter of its own. */
const VARIATIONS: readonly (readonly [first: number, last: number])[] = [
  [0xfe00, 0xfe0f],
  [0xe0100, 0xe01ef],
]

const inScript = (codePoint: number) => `\\u{${codePoint.toString(16)}}`
const inSql = (codePoint: number) => `\\U${codePoint.toString(16).padStart(8, "0")}`

const letters = `[${ranges(FAMILY_FIRST, inScript)}]`
const ANYWHERE = new RegExp(letters, "u")
const AT_THE_END = new RegExp(`${letters}[${ranges(VARIATIONS, inScript)}]*$`, "u")
const AT_THE_BEGINNING = new RegExp(`^${letters}`, "u")

/** The full name as its bearer writes it; empty without one. */
export function personName({ first_name, last_name }: PersonName): string {
  const [given, family] = [first_name?.trim() ?? "", last_name?.trim() ?? ""]
  const [before, after] = ANYWHERE.test(family + given) ? [family, given] : [given, family]
  const joined = AT_THE_END.test(before) && AT_THE_BEGINNING.test(after)
  return `${before}${joined ? "" : " "}${after}`.trim()
}

/**
 * The same as SQL, for statements over more people than a program should hold. NULL without a name.
 *
 * @param first - SQL of the given name, such as `c.first_name`.
 */
export function personNameSql(first: string, last: string): string {
  const sqlLetters = `[${ranges(FAMILY_FIRST, inSql)}]`
  const sqlEnd = `${sqlLetters}[${ranges(VARIATIONS, inSql)}]*$`
  const [given, family] = [first, last].map(
    (column) => `btrim(coalesce(${column}, ''), E' \\t\\n\\r\\u3000\\u00a0')`
  )
  const seam = `CASE WHEN ${family} ~ '${sqlEnd}' AND ${given} ~ '^${sqlLetters}' THEN '' ELSE ' ' END`
  return (
    `nullif(btrim(CASE WHEN concat(${family}, ${given}) ~ '${sqlLetters}' ` +
    `THEN concat(${family}, ${seam}, ${given}) ELSE concat(${given}, ' ', ${family}) END), '')`
  )
}
