/**
 * Where a secret may go. Passwords and tokens cross a network under TLS alone; only what never leaves this machine may do
 * without. Whether a host is this machine is judged here for all of them: by its whole name or its whole address, since
 * `127.example.com` is anybody's.
 */

/** 127.0.0.0/8 (RFC 1122, 3.2.1.3), in decimal numbers without zeros before them: nothing else is read as one everywhere. */
const OCTET = "(?:0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])"
const LOOPBACK = new RegExp(`^127(?:\\.${OCTET}){3}$`)
/** `::1`, and 127.0.0.0/8 within IPv6 (RFC 4291, 2.5.3 and 2.5.5.2), as a parser of URLs writes them. */
const LOOPBACK_IPV6 = /^\[::(?:1|ffff:7f[\da-f]{2}:[\da-f]{1,4})\]$/

/** @param host - A name or an address; an IPv6 address with or without its brackets. */
export function isThisMachine(host: string): boolean {
  const name = host.toLowerCase()
  return name === "localhost" || LOOPBACK.test(name) || LOOPBACK_IPV6.test(inBrackets(name))
}

/** The shortest form of an IPv6 address, in brackets; an empty text for what is none. */
function inBrackets(name: string): string {
  const url = `http://${name.startsWith("[") ? name : `[${name}]`}/`
  return name.includes(":") && URL.canParse(url) ? new URL(url).hostname : ""
}

/**
 * An address over HTTP that a secret may be sent to: `https://`, or `http://` to this machine. Neither a login in it, which
 * would show in logs, nor a fragment, which is never sent.
 *
 * @returns null for any other.
 */
export function safeUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || url.username || url.password || url.href.includes("#")) {
    return null
  }
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && isThisMachine(url.hostname))
  return isSafe ? url : null
}
