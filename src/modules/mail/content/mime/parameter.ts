/** Parameters of a field with words in any language: RFC 2231, in the form of RFC 5987. */

/** What may stand for itself (RFC 5987, 3.2.1). */
const ATTR_CHAR = /[A-Za-z0-9!#$&+\-.^_`|~]/
const LONGEST_PLAIN = 60
/** So that a line keeps within 76 with `filename*10*=` before it. */
const LONGEST_PIECE = 55

/**
 * One parameter, or the pieces of one, each to stand on a line of its own.
 *
 * @param value - Without control characters.
 */
export function parameter(name: string, value: string): string[] {
  // "=?" would be taken for an encoded word by its reader.
  if (/^[ -~]*$/.test(value) && !/["\\]|=\?/.test(value) && value.length <= LONGEST_PLAIN) {
    return [`${name}="${value}"`]
  }
  const [first = "", ...others] = piecesOf(value)
  return others.length
    ? [`UTF-8''${first}`, ...others].map((piece, n) => `${name}*${n}*=${piece}`)
    : [`${name}*=UTF-8''${first}`]
}

/** Encoded, and cut between two characters: some programs decode each piece by itself. */
function piecesOf(value: string): string[] {
  const pieces: string[] = []
  let piece = ""
  for (const character of value) {
    const encoded = ATTR_CHAR.test(character) ? character : percents(character)
    if (piece.length + encoded.length > LONGEST_PIECE) {
      pieces.push(piece)
      piece = ""
    }
    piece += encoded
  }
  return [...pieces, piece]
}

function percents(character: string): string {
  return [...Buffer.from(character, "utf8")]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
    .join("")
}
