/**
 * What an e-mail address is: RFC 5321's, and what is really out there. Its other half is sql.ts, which asks the same of a
 * million customers; a test holds the two together. Lenient parsers are a danger here: nodemailer's own turns
 * `a@x, evil@y` into two recipients.
 *
 * Beyond the letter of the RFC two things are addresses:
 *
 * - Dots anywhere in the local part. Japanese carriers gave out thousands such as `taro..y.@docomo.ne.jp`; the RFC knows
 *   them in quotes only, and so they are sent: `"taro..y."@docomo.ne.jp`.
 * - Letters beyond ASCII before the `@` (RFC 6531). Whether the server can take them is known only when it is asked.
 *
 * A domain needs no dot. International domains travel in ASCII; `例え.jp` and `xn--r8jz45g.jp` are one.
 */
import { domainToASCII } from "node:url"

import { invalid } from "../refusals/refusal"

export type AddressFault = "empty" | "malformed" | "multiple"

export interface Address {
  ok: true
  /** As a person wrote it, without the blanks around it. */
  written: string
  /** As it goes on the wire and into headers: quoted where it must be, the domain in ASCII. */
  address: string
  /** In ASCII. */
  domain: string
  /** The local part is beyond ASCII: it needs SMTPUTF8. */
  international: boolean
}

export type ParsedAddress = Address | { ok: false; reason: AddressFault }

/** RFC 5321, 4.5.3.1: octets, of what stands within quotes. 254 fits into the 256 of a path with its brackets. */
const LONGEST = { local: 64, address: 254 }

const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
const DOT_STRING = new RegExp(`^${ATOM}(?:\\.${ATOM})*$`)
const DOTS_ANYWHERE = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+$/
/** Without angle brackets, which would end the path. */
const QUOTED_STRING = /^"(?:[ !#-;=?-[\]-~]|\\[ -;=?-~])+"$/
const DOMAIN = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/
/** Letters, digits, dots and hyphens, of any script. */
const FOREIGN_DOMAIN = /^[^\u0000-\u002c\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a0]+$/
const DOMAIN_LITERAL = /^\[(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[0-9A-Fa-f:.]{2,45})\]$/
/** A label has 63 letters at most. */
const LONG_LABEL = /[^.]{64}/
const ASCII = /^[\u0000-\u007f]*$/
/** RFC 6531: anything beyond ASCII that is neither a blank nor a sign for layout counts as a letter. */
const LETTERS =
  /[\u00a1-\u1fff\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff\uf900-\ufefe\uff00-\uffef]|[\ud800-\udbff][\udc00-\udfff]/g

/** Reads one addr-spec without display name or comments. A line break anywhere makes it malformed. */
export function parseAddress(raw: string): ParsedAddress {
  const written = raw.replace(/^ +| +$/g, "")
  if (written === "") {
    return { ok: false, reason: "empty" }
  }
  const at = written.lastIndexOf("@")
  const local = contentOf(written.slice(0, Math.max(at, 0)))
  const domain = asciiDomain(written.slice(at + 1))
  if (local === null || domain === null || octets(`${local}@${domain}`) > LONGEST.address) {
    return { ok: false, reason: isList(written) ? "multiple" : "malformed" }
  }
  const international = /[^ -~]/.test(local)
  return { ok: true, written, address: `${quotedIfNeeded(local)}@${domain}`, domain, international }
}

/**
 * The same for what a person entered.
 *
 * @returns what they wrote, without the blanks around it: what is stored is what was checked.
 * @throws MedusaError `invalid_data` naming the field.
 */
export function requireAddress(field: string, raw: string): string {
  const parsed = parseAddress(raw)
  if (!parsed.ok) {
    throw invalid(field, "not_an_address", `"${raw}" is not one e-mail address, such as shop@example.com`)
  }
  return parsed.written
}

/**
 * The same for a sender or an address for answers, which every server and every reader must be able to use.
 *
 * @throws MedusaError `invalid_data` naming the field.
 */
export function requireSender(field: string, raw: string): string {
  const written = requireAddress(field, raw)
  const parsed = parseAddress(written)
  if (parsed.ok && parsed.international) {
    throw invalid(
      field,
      "foreign_sender",
      "before the @ only ASCII letters can be used here, because many servers take no other sender"
    )
  }
  return written
}

/**
 * The same where it may be left blank.
 *
 * @returns null for none.
 * @throws MedusaError `invalid_data` naming the field.
 */
export function senderOrNone(field: string, raw: string | null): string | null {
  return raw?.trim() ? requireSender(field, raw) : null
}

/** The domain of an address in ASCII; null if it is none. */
export function domainOf(raw: string): string | null {
  const parsed = parseAddress(raw)
  return parsed.ok ? parsed.domain : null
}

/** What a local part says, without the quotes; `null` if it is none. */
function contentOf(local: string): string | null {
  const letters = inAscii(local)
  const isQuoted = QUOTED_STRING.test(letters)
  if (!isQuoted && !DOTS_ANYWHERE.test(letters)) {
    return null
  }
  const content = isQuoted ? local.slice(1, -1).replace(/\\(.)/gsu, "$1") : local
  return octets(content) <= LONGEST.local ? content : null
}

/** With an `x` for each letter beyond ASCII. Most addresses have none, and each mail is asked for. */
function inAscii(local: string): string {
  return ASCII.test(local) ? local : local.replace(LETTERS, "x")
}

/** As it goes on the wire. */
function quotedIfNeeded(local: string): string {
  return DOT_STRING.test(inAscii(local)) ? local : `"${local.replace(/["\\]/g, "\\$&")}"`
}

/** The domain in ASCII, or `null` if it is none. */
function asciiDomain(domain: string): string | null {
  if (DOMAIN_LITERAL.test(domain)) {
    return domain
  }
  // Only a name that needs it is converted: the conversion would also "repair" what is malformed.
  const ascii = !ASCII.test(domain) && FOREIGN_DOMAIN.test(domain) ? domainToASCII(domain) : domain
  return DOMAIN.test(ascii) && !LONG_LABEL.test(ascii) ? ascii : null
}

function octets(text: string): number {
  return Buffer.byteLength(text, "utf8")
}

/** Several addresses in one field, as people write them. A line break is no way to do that. */
function isList(text: string): boolean {
  if (/[\u0000-\u001f]/.test(text)) {
    return false
  }
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, "x")
  return bare.split(/[,;\s]+/).filter((piece) => /[^@]@[^@]/.test(piece)).length > 1
}
