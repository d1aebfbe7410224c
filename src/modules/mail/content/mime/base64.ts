/** Base64 in lines (RFC 2045, 6.8). */

/** Bytes that fill a line of 76 characters. */
const BYTES_PER_LINE = 57

export function base64Lines(bytes: Buffer): string {
  let text = bytes.base64Slice(0, BYTES_PER_LINE)
  for (let start = BYTES_PER_LINE; start < bytes.length; start += BYTES_PER_LINE) {
    text += `\r\n${bytes.base64Slice(start, start + BYTES_PER_LINE)}`
  }
  return text
}
