/**
 * Exactly one e-mail address, as RFC 5321 has it. Lenient parsers are a danger here: nodemailer's own turns
 * `a@x, evil@y` into two recipients.
 */
import { domainToASCII } from "node:url"

import { MedusaError } from "@medusajs/framework/utils"

export type AddressFault = "empty" | "malformed" | "multiple" | "needs_smtputf8"

export type ParsedAddress = { ok: true; address: string } | { ok: false; reason: AddressFault }

/** RFC 5321, 4.5.3.1: octets. 254 is what fits into the 256 of a path with its angle brackets. */
const LONGEST = { local: 64, label: 63, address: 254 }

const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
const DOT_STRING = new RegExp(`^${ATOM}(?:\\.${ATOM})*$`)
const QUOTED_STRING = /^"(?:[ !#-[\]-~]|\\[ -~])*"$/
const DOMAIN = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/
const DOMAIN_LITERAL = /^\[(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[0-9A-Fa-f:.]{2,45})\]$/

/**
 * Reads one addr-spec without display name or comments. Spaces around it are dropped, as Postgres' `btrim` does;
 * a line break anywhere makes it malformed.
 *
 * @returns the address as it goes on the wire: the local part as written, an international domain in ASCII
 */
export function parseAddress(raw: string): ParsedAddress {
  const text = raw.replace(/^ +| +$/g, "")
  if (text === "") {
    return { ok: false, reason: "empty" }
  }
  // A literal may contain an "@", a domain may not.
  const at = text.endsWith("]") ? text.lastIndexOf("@[") : text.lastIndexOf("@")
  const local = text.slice(0, Math.max(at, 0))
  const domain = asciiDomain(text.slice(at + 1))
  if (domain !== null && isLocalPart(local)) {
    const address = `${local}@${domain}`
    return address.length <= LONGEST.address ? { ok: true, address } : { ok: false, reason: "malformed" }
  }
  if (domain !== null && isInternationalLocalPart(local)) {
    return { ok: false, reason: "needs_smtputf8" }
  }
  return { ok: false, reason: isList(text) ? "multiple" : "malformed" }
}

/**
 * The same for what a person entered.
 *
 * @throws MedusaError `invalid_data` naming the field.
 */
export function requireAddress(field: string, raw: string): string {
  const parsed = parseAddress(raw)
  if (!parsed.ok) {
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      `${field}: "${raw}" is not one e-mail address, such as shop@example.com`
    )
  }
  return parsed.address
}

function isLocalPart(local: string): boolean {
  return local.length <= LONGEST.local && (DOT_STRING.test(local) || QUOTED_STRING.test(local))
}

/** RFC 6531: anything beyond ASCII counts as a letter. */
function isInternationalLocalPart(local: string): boolean {
  const letters = local.replace(
    /[\u00a1-\u1fff\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff\uf900-\uffef]|[\ud800-\udbff][\udc00-\udfff]/g,
    "x"
  )
  return letters !== local && Buffer.byteLength(local) <= LONGEST.local && isLocalPart(letters)
}

/** The domain in ASCII, or `null` if it is none. */
function asciiDomain(domain: string): string | null {
  if (DOMAIN_LITERAL.test(domain)) {
    return domain
  }
  // Only a name that needs it is converted: the conversion would also "repair" what is malformed.
  const isForeign =
    /^[^\u0000-\u002c\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a0]+$/.test(domain) && /[^ -~]/.test(domain)
  const ascii = isForeign ? domainToASCII(domain) : domain
  return DOMAIN.test(ascii) && ascii.split(".").every((label) => label.length <= LONGEST.label) ? ascii : null
}

/** Several addresses in one field, as people write them. A line break is no way to do that. */
function isList(text: string): boolean {
  if (/[\u0000-\u001f]/.test(text)) {
    return false
  }
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, "x")
  return bare.split(/[,;\s]+/).filter((piece) => /[^@]@[^@]/.test(piece)).length > 1
}
