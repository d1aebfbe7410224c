/** Headers that a store adds for its mail service, such as `X-SES-CONFIGURATION-SET` or `X-PM-Message-Stream`. */
import { z } from "@medusajs/framework/zod"

/** What a mail says by itself, or what only those may say who carry it: by RFC, or by our own hand. */
const TAKEN =
  /^(?:from|sender|to|cc|bcc|reply-to|subject|date|message-id|in-reply-to|references|mime-version|content-.*|return-path|received|resent-.*|dkim-signature|domainkey-signature|arc-.*|authentication-results|received-spf|list-id|list-unsubscribe|list-unsubscribe-post|feedback-id|precedence|auto-submitted|x-mail-delivery-(?:id|token))$/i

const MOST_HEADERS = 20
/** With its name it fits into one line, which may have 998 characters (RFC 5322, 2.1.1). */
const LONGEST_VALUE = 900

function faultOf(name: string, value: string): string | null {
  if (!/^[A-Za-z0-9-]{1,60}$/.test(name)) {
    return "cannot be the name of a header: it may have letters, digits and - alone"
  }
  if (TAKEN.test(name)) {
    return "is written by the mail itself and cannot be set here"
  }
  if (/[\u0000-\u001f\u007f]/.test(value)) {
    return "must be one line without control characters"
  }
  return value.length > LONGEST_VALUE ? `must have at most ${LONGEST_VALUE} characters` : null
}

/** Characters beyond ASCII are encoded when they are written (RFC 2047). */
export const headers = z.record(z.string(), z.string()).superRefine((given, ctx) => {
  const names = Object.keys(given)
  if (names.length > MOST_HEADERS) {
    ctx.addIssue({ code: "custom", message: `must be at most ${MOST_HEADERS} headers` })
  }
  for (const [index, name] of names.entries()) {
    const isTwice = names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) < index
    const fault = isTwice ? "is there twice" : faultOf(name, given[name]!)
    if (fault) {
      ctx.addIssue({ code: "custom", path: [name], message: fault })
    }
  }
})

type Headers = Record<string, string>

/** Those of mail to many: what is said of them alone goes before what is said of all mail. */
export function mergedHeaders(all: Headers, bulk: Headers): Headers {
  const own = new Set(Object.keys(bulk).map((name) => name.toLowerCase()))
  return {
    ...Object.fromEntries(Object.entries(all).filter(([name]) => !own.has(name.toLowerCase()))),
    ...bulk,
  }
}
