/** A text as the body of a MIME part: the encoding that suits it, and its headers. */
import { base64Lines } from "./base64"
import { withCrlf } from "./line-ends"
import { quotedPrintable } from "./quoted-printable"
import { type WireText, wireText } from "./wire-text"

/** RFC 5322, 2.1.1, without the CRLF. */
const LONGEST_LINE = 998

/**
 * @param boundary must not occur in the body; it contains `=_`, which neither base64 nor quoted-printable can
 * @returns headers, an empty line and the body, without a line end after it: ASCII
 */
export function textPart(subtype: "plain" | "html", content: string | WireText, boundary: string): string {
  const { text, crlf, isPrintable } = typeof content === "string" ? wireText(content) : content
  const [encoding, body] = encode(crlf ?? withCrlf(text), isPrintable, boundary)
  return (
    `Content-Type: text/${subtype}; charset=utf-8\r\n` +
    `Content-Transfer-Encoding: ${encoding}\r\n\r\n${body}`
  )
}

function encode(text: string, isPrintable: boolean, boundary: string): [encoding: string, body: string] {
  if (isPrintable && !hasLongLine(text) && !text.includes(boundary)) {
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
 * Whether base64 is shorter: 78 characters for 57 bytes, against three for each byte that is not ASCII. Those are
 * counted by what UTF-8 needs beyond UTF-16: exact for Japanese (three bytes for one unit), near enough else.
 */
function isMostlyForeign(text: string, byteLength: number): boolean {
  const foreign = (byteLength - text.length) * 1.5
  return byteLength + 2 * foreign > (byteLength * 78) / 57
}
