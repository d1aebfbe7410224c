/** One e-mail address, and nothing but one: what is written to an envelope must never become two recipients. */

export type ParsedAddress =
  { ok: true; address: string } | { ok: false; reason: "empty" | "malformed" | "multiple" | "needs_smtputf8" }

/** A dot-atom of RFC 5321 or a letter beyond ASCII; consecutive dots are let through: docomo gave them out. */
const LOCAL_PART = /^[^\s@,;:<>()[\]"\\\p{Cc}]{1,64}$/u
const DOMAIN = /^(?=.{1,253}$)[^\s@,;:<>()[\]"\\\p{Cc}.]{1,63}(\.[^\s@,;:<>()[\]"\\\p{Cc}.]{1,63})*$/u

/** Reads an addr-spec without display name. Surrounding blanks are ignored, as they are when an address is stored. */
export function parseAddress(raw: string): ParsedAddress {
  const address = raw.trim()
  if (!address) {
    return { ok: false, reason: "empty" }
  }
  const at = address.lastIndexOf("@")
  const local = address.slice(0, at)
  const domain = address.slice(at + 1)
  if (at < 1 || address.length > 254 || !LOCAL_PART.test(local) || !DOMAIN.test(domain)) {
    return { ok: false, reason: address.split("@").length > 2 ? "multiple" : "malformed" }
  }
  return /^[\x21-\x7e]+$/.test(local) ? { ok: true, address } : { ok: false, reason: "needs_smtputf8" }
}
