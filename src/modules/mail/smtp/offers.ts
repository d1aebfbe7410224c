/** What a server says that it can do, in its answer to EHLO. */

export interface Offers {
  /** Addresses in other letters (RFC 6531). */
  smtpUtf8: boolean
  /** Commands need not wait for the answers to those before (RFC 2920). */
  pipelining: boolean
  /** It wants to hear a mail's size beforehand (RFC 1870). */
  size: boolean
  /** The largest mail it takes, in bytes; null if it does not say, or sets no limit. */
  largest: number | null
}

const SIZE = /^250[ -]SIZE(?:[ =]+(\d+))?[ \t]*$/im

/** @param answer - All lines, codes included. One to HELO offers nothing. */
export function offersOf(answer: string): Offers {
  const size = SIZE.exec(answer)
  return {
    smtpUtf8: /^250[ -]SMTPUTF8\b/im.test(answer),
    pipelining: /^250[ -]PIPELINING\b/im.test(answer),
    size: size !== null,
    largest: Number(size?.[1]) || null,
  }
}
