/**
 * What a server said, as the rules read it: plain words in small letters. Addresses, host names and links are taken
 * out, because they say whom it is about and not what is wrong: `info@barracuda-surf.example` is no block list.
 */

/** Servers say what is wrong at once; the rest are links and signatures. */
const LONGEST = 1_500

/** The code before each line of a reply, with the enhanced one. */
const LINE_START = /^\d{3}(?:[ -]|$)\s*(?:[([]?#?[245]\.\d{1,3}\.\d{1,3}(?![.\d])[)\]]?)?/gm
/** An address, or at the start of a line a name. */
const IN_BRACKETS = /<[^<>\s]*[@=][^<>]*>|^\s*<[\w+-]+>/gm
/** Letters of all scripts as ranges: the classes of Unicode would take ten times as long. */
const ADDRESS =
  /"[^"\n]*"@[\w.\u00a1-\uffff-]+|[^\s<>()[\],;:"'|@]+@[A-Za-z\d.\u00a1-\uffff-]*[A-Za-z\d\u00a1-\uffff]/g
const LINK = /\b(?:url:)?(?:https?|ftp):\s?\/\/\S+/gi
const HOST =
  /(?<![\w\u00a1-\uffff@-])(?:[\w\u00a1-\uffff-]+\.)+(?:[a-z]{2,}|[A-Z]{2,}|xn--[a-z0-9-]+)(?![\w\u00a1-\uffff-]|\.\w)/g

/** Block lists known by where they are looked up; a link or a zone of one is as good as its name. */
const BLOCK_LISTS =
  /\b(?:spamhaus|spamcop|barracudacentral|barracudanetworks|sorbs|abuseat|uribl|surbl|invaluement|senderscore|mailspike|uceprotect|manitu|backscatterer|psbl|spamrl|spameatingmonkey|spfbl|junkemailfilter|csi\.cloudmark|(?:[\w-]+-)?(?:rbl|dnsbl)\d*)\.[a-z]/i

/**
 * The words of a reply, without its codes.
 *
 * `@` stands for an address, `blocklist` for the place of a block list, `~` for another host, and `.` ends what
 * belongs together. Accents are gone, so that `désactivé` is found however a server writes it.
 */
export function wordsOf(text: string): string {
  return (
    plainLetters(
      text
        .slice(0, LONGEST)
        .replace(LINE_START, " ")
        .replace(IN_BRACKETS, " @ ")
        .replace(/\.{3,}/g, " . ")
        .replace(ADDRESS, " @ ")
        .replace(LINK, (link) => (BLOCK_LISTS.test(link) ? " blocklist " : " "))
        .replace(HOST, (host) => (BLOCK_LISTS.test(host) ? " blocklist " : " ~ "))
        // NoSuchUser, AccountDisabled, user_unknown
        .replaceAll("_", " ")
        .replace(/([a-z])([A-Z])/g, "$1 $2")
    )
      // "Status: locked" is one sentence
      .replace(/\b(status|state|estado|statut|stato)\s?[:=]\s?/g, "$1 ")
      .replace(/\bcan(?:not|['’`]t)\b/g, "can not")
      .replace(/n['’`]t\b|(?<=\b(?:do|does|is|was|has|could))(?:nt|['’`]nt)\b/g, " not")
      .replace(/[.:;](?=\s|$)|[:;。：；、，]|\.(?=[a-z\u00a1-\uffff])/g, " . ")
      .replace(/[^a-z0-9\u00aa-\u1fff\u2c00-\u2dff\u3040-\ufeff.@~]+/g, " ")
      .replace(/\be mail/g, "email")
      .replace(/\b(e?mail|user)(?=account|address)/g, "$1 ")
      .replace(/\bnosuch(?=\p{L})/gu, "no such ")
      .replace(/\bmail box/g, "mailbox")
      .replace(/\badress(?=es\b|\b)/g, "address")
      .replace(/ {2,}/g, " ")
      .trim()
  )
}

/** Letters that are not taken apart into a plain one and an accent. */
const PLAIN: Record<string, string> = { ł: "l", ı: "i", ø: "o" }

/** Small, and without accents; dakuten and the breve of й are no accents. */
function plainLetters(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/([A-Za-z])[\u0300-\u036f]+/g, "$1")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[łıø]/g, (letter) => PLAIN[letter]!)
}

/**
 * The same for all recipients: words without anything that may be somebody's, for telling whether two were refused
 * alike. Tokens with a digit are ids, counts and times.
 */
export function samenessOf(code: number, text: string): string {
  const words = wordsOf(text)
    .split(" ")
    .filter((word) => !/\d/.test(word) && word !== "@" && word !== "." && word !== "~")
  return `${code} ${words.join(" ")}`
}
