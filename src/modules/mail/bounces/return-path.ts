/**
 * Where a mail comes back to: an address of its own for each (VERP), `bounce+<token>@shop.example`. The token says which
 * delivery it is and is sealed, because ids can be guessed: who got one mail of a mailing knows the ids of all others.
 * Nothing is kept for it. Mail servers may change its case, so it has digits and small letters only.
 *
 * The same token stands in a header, for relays that put an address of their own before ours and return what they got.
 */
import { isSealed, sealOf, type Secrets } from "../seals/seal"

/** Plain JSON, so that it can go to a sending thread. */
export interface ReturnOptions extends Secrets {
  bounces?: { address: string }
}

const PURPOSE = "return"
const SEAL_BYTES = 8
/** Digits of base 32 (`0` to `v`) that hold the seal, and a UUID or ULID. */
const SEAL_DIGITS = 13
const ID_DIGITS = 26

/** RFC 5321, 4.5.3.1.1, in octets. A token has 40 to 46, with the sign before it 47. */
const LONGEST_LOCAL = 64
const LONGEST_TOKEN = 47
/** What the option may have before its @. */
export const LONGEST_BASE = LONGEST_LOCAL - LONGEST_TOKEN

/** The three forms that ids of deliveries have, by the letter with which their tokens begin. */
const FORMS: Record<string, { is: RegExp; write(id: string): string; read(text: string): string }> = {
  /** Single mail: a ULID. */
  s: {
    is: /^[0-9A-Z]{26}$/,
    write: (id) => id.toLowerCase(),
    read: (text) => text.toUpperCase(),
  },
  /** One of a mailing: the mailing's ULID and the position. */
  m: {
    is: /^[0-9A-Z]{26}_\d{9}$/,
    write: (id) => id.slice(0, ID_DIGITS).toLowerCase() + Number(id.slice(ID_DIGITS + 1)).toString(32),
    read: (text) =>
      `${text.slice(0, ID_DIGITS).toUpperCase()}_${String(parseInt(text.slice(ID_DIGITS), 32)).padStart(9, "0")}`,
  },
  /** The administrator's copy: a UUID in hexadecimal digits. */
  c: {
    is: /^[0-9a-f]{32}$/,
    write: (id) => BigInt(`0x${id}`).toString(32).padStart(ID_DIGITS, "0"),
    read: (text) => bigOf(text).toString(16).padStart(32, "0"),
  },
}

function bigOf(digits: string): bigint {
  return [...digits].reduce((sum, digit) => sum * 32n + BigInt(parseInt(digit, 32)), 0n)
}

const PREFIX = "mdlv_"
const TOKEN = /^([a-z])([0-9a-z]{26,33})([0-9a-v]{13})$/

/** Proves that what comes back is about this mail. @returns null without the option, and for what is no delivery. */
export function returnTokenOf({ bounces, secret }: ReturnOptions, deliveryId: string): string | null {
  const id = deliveryId.startsWith(PREFIX) ? deliveryId.slice(PREFIX.length) : ""
  const form = Object.entries(FORMS).find(([, { is }]) => is.test(id))
  if (!bounces || !secret || !form) {
    return null
  }
  const seal = sealOf(secret, PURPOSE, deliveryId, SEAL_BYTES)
  const digits = BigInt(`0x${seal.toString("hex")}`)
    .toString(32)
    .padStart(SEAL_DIGITS, "0")
  return `${form[0]}${form[1].write(id)}${digits}`
}

/** The delivery that a token was made for, in whatever case it comes; null if it is none of ours. */
export function readReturnToken(secrets: Secrets, token: string): string | null {
  const [, letter = "", text = "", digits = ""] = TOKEN.exec(token.toLowerCase()) ?? []
  const form = FORMS[letter]
  if (!form || bigOf(digits) >= 2n ** 64n) {
    return null
  }
  const id = form.read(text)
  const seal = Buffer.from(
    bigOf(digits)
      .toString(16)
      .padStart(SEAL_BYTES * 2, "0"),
    "hex"
  )
  return form.is.test(id) && isSealed(secrets, PURPOSE, PREFIX + id, seal, SEAL_BYTES) ? PREFIX + id : null
}

/**
 * The envelope's sender of a mail.
 *
 * @param token - Of {@link returnTokenOf}; null for what is no delivery.
 * @returns null without the option: then it is the sender's own address.
 */
export function returnPathOf({ bounces }: ReturnOptions, token: string | null): string | null {
  const { address } = bounces ?? {}
  return address && token ? address.replace(/@(?=[^@]*$)/, `+${token}@`) : (address ?? null)
}

/** The delivery whose return path this is; null if it is nobody's. The domain may be a relay's. */
export function deliveryOfReturnPath(secrets: Secrets, address: string): string | null {
  const local = address.slice(0, Math.max(address.lastIndexOf("@"), 0))
  return readReturnToken(secrets, local.slice(local.lastIndexOf("+") + 1))
}
