/** Header fields (RFC 5322) with words that are not ASCII (RFC 2047). Nothing put in can begin another field. */

const LONGEST_LINE = 76
/** RFC 5322, 2.1.1. */
const LONGEST_UNFOLDED = 998
const WORD_START = "=?UTF-8?B?"
const WORD_END = "?="
const LONGEST_WORD = 75

/** Line breaks and other control characters cannot stand in a header. */
function withoutControls(value: string): string {
  return /[\u0000-\u001f\u007f]/.test(value) ? value.replace(/[\u0000-\u001f\u007f]+/g, " ") : value
}

/** A field with free text, such as a subject. */
export function textField(name: string, value: string): string {
  const text = withoutControls(value).trim()
  // "=?" would be taken for an encoded word by its reader.
  if (!/[^ -~]|=\?/.test(text)) {
    const folded = fold(`${name}: ${text}`)
    if (folded !== null) {
      return folded
    }
  }
  return `${name}: ${encodedWords(text, name.length + 2)}`
}

/**
 * A field with one mailbox.
 *
 * @param address as `parseAddress` returns it
 */
export function mailboxField(name: string, displayName: string, address: string): string {
  const display = withoutControls(displayName).trim()
  if (!display) {
    return `${name}: <${address}>`
  }
  const field = `${name}: ${phrase(display, name.length + 2)}`
  const lastLine = field.length - field.lastIndexOf("\n") - 1
  const space = lastLine + address.length + 3 > LONGEST_LINE ? "\r\n " : " "
  return `${field}${space}<${address}>`
}

/** A display name: as it is, in quotes, or encoded. */
function phrase(display: string, column: number): string {
  if (display.length + column + 2 <= LONGEST_LINE && !/[^ -~]|=\?/.test(display)) {
    return /^[A-Za-z0-9 ]+$/.test(display) ? display : `"${display.replace(/["\\]/g, "\\$&")}"`
  }
  return encodedWords(display, column)
}

/** Breaks before spaces, never making a line of spaces alone; `null` if a word is longer than a line may be. */
function fold(field: string): string | null {
  if (field.length <= LONGEST_LINE) {
    return field
  }
  const lines: string[] = []
  let line = ""
  for (const word of field.match(/ *[^ ]+/g) ?? []) {
    // The name of the field is never left alone on its line: some servers take that for an empty field.
    if (line.includes(" ") && line.length + word.length > LONGEST_LINE) {
      lines.push(line)
      line = word
    } else {
      line += word
    }
  }
  lines.push(line)
  return lines.every((candidate) => candidate.length <= LONGEST_UNFOLDED) ? lines.join("\r\n") : null
}

/**
 * Encodes a whole text, one word per line. No character is split between two words.
 *
 * @param column where on its line the text begins
 */
export function encodedWords(text: string, column: number): string {
  const bytes = Buffer.from(text, "utf8")
  const words: string[] = []
  let start = 0
  while (start < bytes.length) {
    // Lines of a folded field begin with a space.
    const room = Math.min(LONGEST_WORD, LONGEST_LINE - (words.length ? 1 : column))
    const longest = Math.floor((room - WORD_START.length - WORD_END.length) / 4) * 3
    // At least one character, however long the name of the field.
    let end = Math.min(start + Math.max(longest, 6), bytes.length)
    while (end < bytes.length && (bytes[end]! & 0xc0) === 0x80) {
      end--
    }
    words.push(WORD_START + bytes.toString("base64", start, end) + WORD_END)
    start = end
  }
  return words.join("\r\n ")
}
