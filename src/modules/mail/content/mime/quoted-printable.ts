/** Quoted-printable (RFC 2045, 6.7), by a table: this runs for every mail with a name that is not ASCII. */

const LONGEST_LINE = 76
const [TAB, LF, CR, SPACE, EQUALS] = [9, 10, 13, 32, 61]
const HEX = Buffer.from("0123456789ABCDEF", "latin1")

/** Bytes that may stand for themselves; white space may not at the end of a line. */
const LITERAL = new Uint8Array(256)
for (let byte = 33; byte < 127; byte++) {
  LITERAL[byte] = byte === EQUALS ? 0 : 1
}
LITERAL[SPACE] = LITERAL[TAB] = 1

let scratch = Buffer.allocUnsafe(1 << 16)

/**
 * @param bytes UTF-8 with CRLF line ends
 * @returns ASCII, lines of at most 76 characters. `=_` never occurs in it.
 */
export function quotedPrintable(bytes: Buffer): string {
  // Three for every byte, and a soft break after at least 73 characters.
  const needed = bytes.length * 3 + Math.ceil((bytes.length * 3) / 73) * 3 + 3
  if (scratch.length < needed) {
    scratch = Buffer.allocUnsafe(needed)
  }
  const out = scratch
  let length = 0
  let column = 0
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]!
    if (byte === CR && bytes[index + 1] === LF) {
      out[length++] = CR
      out[length++] = LF
      index++
      column = 0
      continue
    }
    const endsLine = index + 1 === bytes.length || bytes[index + 1] === CR
    const literal = LITERAL[byte] === 1 && !(endsLine && (byte === SPACE || byte === TAB))
    const width = literal ? 1 : 3
    // The last column is kept for the "=" of a soft break, unless the line ends right here.
    if (column + width > (endsLine ? LONGEST_LINE : LONGEST_LINE - 1)) {
      out[length++] = EQUALS
      out[length++] = CR
      out[length++] = LF
      column = 0
    }
    if (literal) {
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
