/** The public address of this backend, as every unsubscribe link begins with it. */
import { isIP } from "node:net"

import { z } from "@medusajs/framework/zod"

const EXAMPLE = "such as https://shop.example.com"
const LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
const NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`)

/** What only its developer can open: this machine, its network, and names that the internet never has (RFC 6761). */
const DEVELOPMENT = /^(?:localhost|.*\.(?:localhost|local|test))$/
const PRIVATE_IPV4 = /^(?:127|10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./
const PRIVATE_IPV6 = /^(?:::1$|f[cd]|fe[89ab])/

function isForDevelopment(host: string): boolean {
  return isIP(host) ? PRIVATE_IPV4.test(host) || PRIVATE_IPV6.test(host) : DEVELOPMENT.test(host)
}

/** The host without the brackets of IPv6. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, "$1")
}

/**
 * Why this is no address of a backend. Links must be `https:`, as RFC 8058, 3.1 has it for one click.
 *
 * @returns a sentence that continues after the name of the option; null if nothing is wrong.
 */
function faultOf(text: string): string | null {
  if (!/^https?:\/\//i.test(text)) {
    return `must begin with https://, ${EXAMPLE}`
  }
  if (/[\u0000-\u0020\u007f\\]/.test(text) || !URL.canParse(text)) {
    return `must be one address, ${EXAMPLE}`
  }
  const url = new URL(text)
  const host = hostOf(url)
  if (!isIP(host) && !NAME.test(host)) {
    return `names no host, ${EXAMPLE}`
  }
  if (url.username || url.password || text.includes("?") || text.includes("#")) {
    return `must have nothing but host, port and path, ${EXAMPLE}`
  }
  return url.protocol === "http:" && !isForDevelopment(host)
    ? "must begin with https://: mail programs unsubscribe by one click over nothing else"
    : null
}

/** In ASCII, without a slash at the end. */
export const publicUrl = z.string().transform((given, ctx) => {
  const text = given.trim()
  const fault = faultOf(text)
  if (fault) {
    ctx.addIssue({ code: "custom", message: fault })
    return z.NEVER
  }
  const { origin, pathname } = new URL(text)
  return origin + pathname.replace(/\/+$/, "")
})

/** Whether one click works with it; if not, it is an address for development. */
export function isOneClick(url: string): boolean {
  return url.startsWith("https://")
}
