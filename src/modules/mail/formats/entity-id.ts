/**
 * Ids of the form that all of Medusa's have, which sort by the time when they were made: `generateEntityId` for threads, that
 * do without the framework.
 */
import { randomBytes } from "node:crypto"

/** Crockford's base 32: a ULID is 48 bits of time and 80 of chance. */
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
const TIME_LENGTH = 10
const CHANCE_LENGTH = 16

/** @param prefix - What it is an id of: `mdlv` for `mdlv_01K…`. */
export function entityId(prefix: string): string {
  const now = Date.now()
  const time = Array.from({ length: TIME_LENGTH }, (_, index) =>
    Math.floor(now / 32 ** (TIME_LENGTH - 1 - index))
  )
  const digits = [...time, ...randomBytes(CHANCE_LENGTH)].map((value) => DIGITS[value % 32])
  return `${prefix}_${digits.join("")}`
}
