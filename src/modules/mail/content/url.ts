/** Which addresses a link or image in a mail may point to. */

/** `data:image/svg+xml` is left out: an SVG is a document that can carry scripts. */
const ALLOWED = /^(?:https?:|mailto:|tel:|cid:|data:image\/(?:png|gif|jpe?g|webp|avif|bmp)[;,])/i

/** Browsers ignore these inside a scheme: `java\nscript:` is `javascript:` to them. */
const IGNORED = /[\u0000-\u0020\u007f]/g

/** A scheme, or something that may still become one when more text follows. */
const UNDECIDED = /^[a-z0-9+.-]*$/i

export type UrlVerdict = "allowed" | "refused" | "undecided"

/**
 * Judges the beginning of an address, entities already decoded.
 *
 * @param start what is known of it; the whole address if `complete`
 * @returns `undecided` if what follows could still turn it into another scheme
 */
export function judgeUrl(start: string, complete: boolean): UrlVerdict {
  const plain = start.replace(IGNORED, "")
  if (ALLOWED.test(plain)) {
    return "allowed"
  }
  if (UNDECIDED.test(plain)) {
    return complete ? "allowed" : "undecided"
  }
  // Relative: a path, query or fragment comes before any colon.
  return /^[^:/?#]*[/?#]/.test(plain) || !plain.includes(":") ? "allowed" : "refused"
}

/** Whether a complete address has an allowed scheme; relative ones have none, and none can work in a mail. */
export function isAllowedUrl(url: string): boolean {
  return ALLOWED.test(url.replace(IGNORED, ""))
}
