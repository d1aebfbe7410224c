/** Line ends as mail has them. */

/** RFC 5322, 2.3: CR and LF occur only together. A lone one of either kind is a line end too. */
export function withCrlf(text: string): string {
  // Replacing by a fixed string is about three times as fast as by a pattern, and templates have no CR.
  return text.includes("\r") ? text.replace(/\r\n|\r|\n/g, "\r\n") : text.replaceAll("\n", "\r\n")
}
