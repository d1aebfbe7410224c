/** Medusa's ids begin with the moment of their making (ULID), so the primary key finds what is new. */

/** Crockford's base 32. */
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
/** Of a ULID, the time in milliseconds. */
const TIME_DIGITS = 10

/** The least id that could have been made since then. @param prefix - `order`, without its underscore. */
export function firstIdSince(prefix: string, since: Date): string {
  let [rest, digits] = [since.getTime(), ""]
  for (let digit = 0; digit < TIME_DIGITS; digit += 1) {
    digits = DIGITS.charAt(rest % DIGITS.length) + digits
    rest = Math.floor(rest / DIGITS.length)
  }
  return `${prefix}_${digits}`
}
