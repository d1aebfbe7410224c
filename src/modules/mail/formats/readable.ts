/**
 * Words from outside, made fit to be kept and shown. A mail server may say anything: a NUL that Postgres refuses to
 * store, an escape that redraws a terminal, letters that reverse the line around them, half a character, a megabyte.
 */

/** Of the UTF-8 that is kept. A real reply is a few lines (RFC 5321 4.5.3.1.5: 512 octets each). */
export const MOST_BYTES = 2_048
/** Looked at: whatever is thrown away, so much of a megabyte says all. */
const MOST_LETTERS = 4 * MOST_BYTES
const CUT = "…"

/** What nearly every reply is. */
const PLAIN = /^[\n\x20-\x7e]*$/
const LINE_END = /\r\n?|[\u2028\u2029]/g
const CONTROL = /[^\P{Cc}\n]+/gu
/** Invisible and of effect on the letters around: directions, marks, tags. The two joiners belong to words and emoji. */
const INVISIBLE = /(?![\u200c\u200d])\p{Cf}/gu
const HALF_LETTER = /\p{Cs}/gu
const BYTES_ALONE = /^[\0-\xff]*[\x80-\xff][\0-\xff]*$/
const BEYOND_ASCII = /[\x80-\u{10ffff}]/gu
const UNREADABLE = /\ufffd/g
/** `…:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:ssl/record/ssl3_record.c:354:` */
const OPENSSL = /[0-9A-F]{8,}:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+):[^:]*:\d+:?/gi

/** What is said in so many words, in plain letters on whole lines, cut off after {@link MOST_BYTES}. */
export function readable(said: string): string {
  const words = said.includes(":error:") ? withoutOpenSsl(said.slice(0, MOST_LETTERS + 1)) : said
  if (words.length < MOST_BYTES && PLAIN.test(words)) {
    return words.trimEnd()
  }
  const plain = decoded(words.slice(0, MOST_LETTERS))
    .replace(LINE_END, "\n")
    .replace(CONTROL, " ")
    .replace(INVISIBLE, "")
    .replace(HALF_LETTER, "\ufffd")
    .trimEnd()
  const cut = cutToBytes(plain, MOST_BYTES - CUT.length * 3)
  return cut === plain && words.length <= MOST_LETTERS ? plain : `${cut}${CUT}`
}

/** The number of a thread and the line of a source file say nothing, and make the same fault another one for each mail. */
function withoutOpenSsl(words: string): string {
  return words.replace(OPENSSL, "TLS: $1")
}

/**
 * Servers cut their own words after so many bytes, in the middle of a letter; the client library then hands on the
 * whole reply byte by byte. It was UTF-8 if more of it reads as that than does not.
 */
function decoded(words: string): string {
  if (!BYTES_ALONE.test(words)) {
    return words
  }
  const text = Buffer.from(words, "latin1").toString("utf8")
  const broken = text.match(UNREADABLE)?.length ?? 0
  const whole = (text.match(BEYOND_ASCII)?.length ?? 0) - broken
  return whole > broken ? text : words
}

function cutToBytes(text: string, most: number): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= most) {
    return text
  }
  let end = most
  while ((bytes[end]! & 0xc0) === 0x80) {
    end -= 1
  }
  return bytes.toString("utf8", 0, end)
}
