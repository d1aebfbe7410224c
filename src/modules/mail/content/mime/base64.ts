/** Base64 in lines (RFC 2045, 6.8). */

/** Bytes that fill a line of 76 characters. */
const BYTES_PER_LINE = 57

export function base64Lines(bytes: Buffer): string {
  let text = bytes.toString("base64", 0, BYTES_PER_LINE)
  for (let start = BYTES_PER_LINE; start < bytes.length; start += BYTES_PER_LINE) {
    text += `\r\n${bytes.toString("base64", start, start + BYTES_PER_LINE)}`
  }
  return text
}
