/** Records of `name=value` between semicolons, as DKIM (RFC 6376, 3.2) and DMARC (RFC 9989, 4.7) have them. */

/** Longer ones say nothing that anybody needs. */
const LONGEST = 8_192

/** By their names in small letters; null if it is no such list, or names one twice. */
export function tagsOf(text: string): Map<string, string> | null {
  const tags = new Map<string, string>()
  if (text.length > LONGEST) {
    return null
  }
  for (const part of text.split(";").filter((one) => one.trim() !== "")) {
    const at = part.indexOf("=")
    const name = part.slice(0, Math.max(at, 0)).trim().toLowerCase()
    if (!/^[a-z][a-z0-9_]*$/.test(name) || tags.has(name)) {
      return null
    }
    tags.set(name, part.slice(at + 1).trim())
  }
  return tags
}
