/**
 * What an address is and when two of them are one, as SQL. Never in JavaScript, where `"İ".toLowerCase()` is another text, and
 * never by a plain `lower`, which goes by the language of the database.
 *
 * Nearly all addresses are plain ASCII; they are dealt with by expressions that cost a third of a microsecond. The rest
 * (other letters, quotes, punycode, great length) go to functions of ours, which migrations bring (functions.ts, folding.ts).
 */
import { lowerOfAscii } from "../formats/ascii"

/** A part of an address as it stands in the key. */
export function lowered(part: string): string {
  return `CASE WHEN octet_length(${part}) = length(${part}) THEN ${lowerOfAscii(part)} ELSE mpmd_lower(${part}) END`
}

/** The key of an address: one for all its spellings in case, blanks, quotes and international domain. */
export function normalised(email: string): string {
  return (
    `CASE WHEN octet_length(${email}) = length(${email}) AND ${email} NOT LIKE '%"%' ` +
    `THEN ${lowerOfAscii(`btrim(${email})`)} ELSE mpmd_address_key(${email}) END`
  )
}

/**
 * A domain without two signs in a row: `xn--` is left to the function, and no state of the regex is ambiguous. Postgres
 * works the states out anew for each text, so what follows the `@` and what follows a dot is written as one.
 */
const PLAIN = "^[!#-''*+./0-9=?A-Z^-~-]+@([A-Za-z0-9]+[.-])*[A-Za-z0-9]+$"

/** Whether a text is no address. At 64 octets in all, neither a local part nor a label can be too long. */
export function malformed(email: string): string {
  return (
    `CASE WHEN octet_length(${email}) <= 64 AND ${email} COLLATE "C" ~ '${PLAIN}' THEN false ` +
    `ELSE NOT mpmd_is_address(${email}) END`
  )
}
