/** Which addresses a link or image in a mail may point to. */

/**
 * What opens a page, a picture, a conversation, a map or a calendar. `data:image/svg+xml` is left out: an SVG is a
 * document that can carry scripts.
 */
const ALLOWED =
  /^(?:https?|mailto|tel|sms|smsto|callto|fax|facetime(?:-audio)?|geo|maps|webcals?|whatsapp|line|viber|skype|tg|sips?|xmpp|market|itms(?:-apps?s?)?|cid):|^data:image\/(?:png|gif|jpe?g|webp|avif|bmp)[;,]/i

/** Browsers ignore these inside a scheme: `java\nscript:` is `javascript:` to them. */
const IGNORED = /[\u0000-\u0020\u007f]/g

/** A scheme, or something that may still become one when more text follows. */
const UNDECIDED = /^[a-z0-9+.-]*$/i

const SCHEME = /^[a-z][a-z0-9+.-]*:/i

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
  // What has no scheme is relative, colons or not.
  return SCHEME.test(plain) ? "refused" : "allowed"
}

/** Whether a complete address has an allowed scheme; relative ones have none, and none can work in a mail. */
export function isAllowedUrl(url: string): boolean {
  return ALLOWED.test(url.replace(IGNORED, ""))
}

export type UrlWorry =
  "relative_url" | "schemeless_url" | "empty_link" | "insecure_picture" | "embedded_picture"

/** What is allowed, but will not do in a mail. @param url an allowed address, or its beginning */
export function worryAbout(url: string, isPicture: boolean): UrlWorry | undefined {
  const plain = url.replace(IGNORED, "")
  if (plain === "" || plain === "#") {
    return "empty_link"
  }
  if (/^[/\\]{2}/.test(plain)) {
    return "schemeless_url"
  }
  if (!ALLOWED.test(plain)) {
    return plain.startsWith("#") ? undefined : "relative_url"
  }
  if (!isPicture) {
    return undefined
  }
  return /^http:/i.test(plain) ? "insecure_picture" : /^data:/i.test(plain) ? "embedded_picture" : undefined
}
