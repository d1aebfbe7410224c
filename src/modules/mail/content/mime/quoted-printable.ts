/** Quoted-printable (RFC 2045, 6.7), by a table: this runs for every mail with a name that is not ASCII. */

/** RFC 2045 allows 76; the last column is kept for the "=" of a soft line break. */
const LONGEST_LINE = 75
const [TAB, LF, CR, SPACE, EQUALS] = [9, 10, 13, 32, 61]
const HEX = Buffer.from("0123456789ABCDEF", "latin1")

/** Bytes that stand for themselves. White space is not among them: at the end of a line it may not. */
const LITERAL = new Uint8Array(256)
for (let byte = 33; byte < 127; byte++) {
  LITERAL[byte] = byte === EQUALS ? 0 : 1
}

/** Grows to the longest text so far; encoding is synchronous, so it is never used twice at once. */
let scratch = Buffer.allocUnsafe(1 << 16)

/**
 * @param bytes UTF-8 with CRLF line ends
 * @returns ASCII, lines of at most 76 characters. `=_` never occurs in it.
 */
export function quotedPrintable(bytes: Buffer): string {
  // Three for every byte, and three for a soft break after at least 73 of them.
  const most = bytes.length * 3 + Math.ceil((bytes.length * 3) / 73) * 3
  if (scratch.length < most) {
    scratch = Buffer.allocUnsafe(most)
  }
  const out = scratch
  let length = 0
  let column = 0
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]!
    // Most bytes of a mail; what follows would say the same of them, only slower.
    if (LITERAL[byte] === 1 && column < LONGEST_LINE) {
      out[length++] = byte
      column++
      continue
    }
    const next = bytes[index + 1]
    if (byte === CR && next === LF) {
      out[length++] = CR
      out[length++] = LF
      column = 0
      index++
      continue
    }
    const isInnerBlank = (byte === SPACE || byte === TAB) && next !== CR && next !== undefined
    const width = LITERAL[byte] === 1 || isInnerBlank ? 1 : 3
    if (column + width > LONGEST_LINE) {
      out[length++] = EQUALS
      out[length++] = CR
      out[length++] = LF
      column = 0
    }
    if (width === 1) {
      out[length++] = byte
    } else {
      out[length++] = EQUALS
      out[length++] = HEX[byte >> 4]!
      out[length++] = HEX[byte & 15]!
    }
    column += width
  }
  return out.toString("latin1", 0, length)
}
