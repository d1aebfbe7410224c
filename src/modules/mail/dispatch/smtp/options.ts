/**
 * How the SMTP server is reached, from one URL. Everything has a default that suits a relay on the internet;
 * the query of the URL changes it: `smtp://user:password@mail.example.com:587?tls=required&name=shop.example`.
 */

/** `required` refuses to go on without TLS, `offered` takes it if the server offers it, `never` ignores it. */
export type TlsUse = "required" | "offered" | "never"

/** Times are in milliseconds. */
export interface SmtpOptions {
  host: string
  port: number
  /** TLS from the first byte (`smtps:`), rather than by STARTTLS. */
  secure: boolean
  /** STARTTLS, where the connection begins without TLS. */
  tls: TlsUse
  verifyCertificate: boolean
  auth: { user: string; pass: string } | null
  /** What this client calls itself in EHLO; the machine's name if null. */
  name: string | null
  connections: number
  /** After so many messages a connection is politely replaced, as some servers demand. */
  messagesPerConnection: number
  /** From looking up the name to the end of the login. */
  setupTimeout: number
  /** How long a conversation may stay silent. RFC 5321 4.5.3.2.6: 10 minutes after the final dot. */
  socketTimeout: number
  /** An unused connection is ended after so long. */
  idleTimeout: number
}

const DEFAULTS = {
  verifyCertificate: true,
  name: null,
  connections: 10,
  messagesPerConnection: 1000,
  setupTimeout: 60_000,
  socketTimeout: 600_000,
  idleTimeout: 15_000,
}

const TLS_USES: readonly string[] = ["required", "offered", "never"] satisfies TlsUse[]
const QUERY = ["tls", "verify", "name"]

/**
 * Reads an SMTP URL. A password that would cross the network unprotected is refused by default: with a
 * login, and a server that is not this machine, TLS is required unless the URL says otherwise.
 *
 * @param url - `smtp:` or `smtps:`; user and password percent-encoded. Query: `tls` (`required`, `offered`,
 *   `never`), `verify` (`no` accepts any certificate), `name` (for EHLO).
 * @param changes - Override what the URL or the defaults say.
 * @throws Error that names the wrong part, never the password.
 */
export function parseSmtpUrl(url: string, changes: Partial<SmtpOptions> = {}): SmtpOptions {
  if (!URL.canParse(url)) {
    throw new Error("The SMTP URL cannot be read: write smtp://user:password@mail.example.com:587")
  }
  const { protocol, hostname, port, username, password, searchParams } = new URL(url)
  if (protocol !== "smtp:" && protocol !== "smtps:") {
    throw new Error(`The SMTP URL must begin with smtp:// or smtps://, not ${protocol}//`)
  }
  if (!hostname) {
    throw new Error("The SMTP URL names no host")
  }
  const unknown = [...searchParams.keys()].find((key) => !QUERY.includes(key))
  if (unknown) {
    throw new Error(`The SMTP URL has an unknown setting "${unknown}"; there are ${QUERY.join(", ")}`)
  }
  const secure = protocol === "smtps:"
  const host = hostname.replace(/^\[(.*)\]$/, "$1")
  const auth = username ? { user: decoded(username), pass: decoded(password) } : null
  return {
    ...DEFAULTS,
    host,
    port: port ? Number(port) : secure ? 465 : 587,
    secure,
    tls: tlsUse(searchParams.get("tls"), auth !== null && !isThisMachine(host)),
    verifyCertificate: verification(searchParams.get("verify")),
    auth,
    name: searchParams.get("name"),
    ...changes,
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new Error("A % in the user or password of the SMTP URL must be written as %25")
  }
}

function tlsUse(value: string | null, exposed: boolean): TlsUse {
  if (value === null) {
    return exposed ? "required" : "offered"
  }
  if (!TLS_USES.includes(value)) {
    throw new Error(`tls in the SMTP URL must be one of ${TLS_USES.join(", ")}`)
  }
  return value as TlsUse
}

function verification(value: string | null): boolean {
  if (value !== null && value !== "yes" && value !== "no") {
    throw new Error("verify in the SMTP URL must be yes or no")
  }
  return value !== "no"
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.")
}
