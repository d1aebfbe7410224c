/** A text as the body of a MIME part: the encoding that suits it, and its headers. */
import { base64Lines } from "./base64"
import { withCrlf } from "./line-ends"
import { quotedPrintable } from "./quoted-printable"

/** RFC 5322, 2.1.1, without the CRLF. */
const LONGEST_LINE = 998

/** Any character that cannot travel as it is, control characters included. */
const NOT_PLAIN = /[^\t\r\n -~]/

/**
 * @param boundary must not occur in the body; it contains `=_`, which neither base64 nor quoted-printable can
 * @returns headers, an empty line and the body, without a line end after it: ASCII
 */
export function textPart(subtype: "plain" | "html", content: string, boundary: string): string {
  const text = withCrlf(content)
  const [encoding, body] = encode(text, boundary)
  return (
    `Content-Type: text/${subtype}; charset=utf-8\r\n` +
    `Content-Transfer-Encoding: ${encoding}\r\n\r\n${body}`
  )
}

function encode(text: string, boundary: string): [encoding: string, body: string] {
  if (!NOT_PLAIN.test(text) && !hasLongLine(text) && !text.includes(boundary)) {
    return ["7bit", text]
  }
  // Lone surrogates become U+FFFD here.
  const bytes = Buffer.from(text, "utf8")
  return isMostlyForeign(text, bytes.length)
    ? ["base64", base64Lines(bytes)]
    : ["quoted-printable", quotedPrintable(bytes)]
}

function hasLongLine(text: string): boolean {
  let start = 0
  while (text.length - start > LONGEST_LINE) {
    const end = text.indexOf("\r\n", start)
    if (end === -1 || end - start > LONGEST_LINE) {
      return true
    }
    start = end + 2
  }
  return false
}

/**
 * Which encoding is shorter: three characters for a byte that is not ASCII, or 78/57 for every byte. A character
 * has at least one byte more than the UTF-16 units that `text` counts, so the bytes beyond are at most
 * two thirds of those to encode; two thirds it is for Japanese, which is what base64 is for.
 */
function isMostlyForeign(text: string, byteLength: number): boolean {
  const foreign = (byteLength - text.length) * 1.5
  return byteLength + 2 * foreign > (byteLength * 78) / 57
}
