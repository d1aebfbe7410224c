/**
 * An SMTP server as one URL, as hosting services hand it out:
 * `smtp://user:password@mail.example.com:587?tls=required&name=shop.example`.
 *
 * A password with `/`, `#` or `?` in it ends the host for a parser of the URL, and what comes of that can look quite
 * right: `smtp://shop:12#34@mail.example.com` is the host `shop`. So everything that is no part of such a URL is
 * refused, in words that speak of encoding, and none of it is repeated, because it may be half a password.
 */
import {
  type SmtpOptions,
  smtpOptions,
  type SmtpServer,
  smtpServer,
  TLS_SETTINGS,
  type TlsSetting,
} from "./options"

const QUERY = ["tls", "verify", "name"]

const ENCODE =
  "in user and password write / as %2F, # as %23, ? as %3F, % as %25 and @ as %40 " +
  "(encodeURIComponent does that), or use the option smtp, which takes them as they are"

/**
 * @param url - `smtp:` (port 587, STARTTLS) or `smtps:` (port 465, TLS from the first byte); user and password
 *   percent-encoded. Query: `tls` (`implicit`, `required`, `offered`, `never`), `verify` (`no` accepts any
 *   certificate), `name` (for EHLO).
 * @throws Error that names the wrong part, never the password.
 */
export function smtpServerOfUrl(url: string): SmtpServer {
  const { protocol, hostname, port, username, password, searchParams } = readUrl(url)
  try {
    return smtpServer({
      host: decoded(hostname),
      port: port ? Number(port) : undefined,
      user: decoded(username),
      password: decoded(password),
      tls: tlsSetting(searchParams.get("tls"), protocol === "smtps:"),
      verify: verification(searchParams.get("verify")),
      name: searchParams.get("name") ?? undefined,
    })
  } catch (error) {
    throw new Error(`The SMTP URL: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** The same with the defaults of a connection. @param changes - Override what the URL or the defaults say. */
export function parseSmtpUrl(url: string, changes: Partial<SmtpOptions> = {}): SmtpOptions {
  return smtpOptions(smtpServerOfUrl(url), changes)
}

function readUrl(text: string): URL {
  if (!URL.canParse(text)) {
    throw new Error(`The SMTP URL cannot be read: write smtp://user:password@mail.example.com:587; ${ENCODE}`)
  }
  const url = new URL(text)
  if (url.protocol !== "smtp:" && url.protocol !== "smtps:") {
    throw new Error("The SMTP URL must begin with smtp:// or smtps://")
  }
  if (!url.hostname) {
    throw new Error("The SMTP URL names no host")
  }
  const { pathname, search, searchParams } = url
  if ((pathname !== "" && pathname !== "/") || text.includes("#") || search.includes("@")) {
    throw new Error(`The SMTP URL has more in it than user, password, host, port and settings: ${ENCODE}`)
  }
  const unknown = [...searchParams.keys()].find((key) => !QUERY.includes(key))
  if (unknown !== undefined) {
    throw new Error(`The SMTP URL has an unknown setting "${unknown}"; there are ${QUERY.join(", ")}`)
  }
  return url
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new Error(`a % stands there without two digits after it; ${ENCODE}`)
  }
}

function tlsSetting(value: string | null, smtps: boolean): TlsSetting | undefined {
  const known = TLS_SETTINGS.find((setting) => setting === value)
  if (value !== null && !known) {
    throw new Error(`tls must be one of ${TLS_SETTINGS.join(", ")}`)
  }
  if (smtps && known === "never") {
    throw new Error("tls=never contradicts smtps://, which is TLS from the first byte; write smtp://")
  }
  return smtps ? "implicit" : known
}

function verification(value: string | null): boolean | undefined {
  if (value !== null && value !== "yes" && value !== "no") {
    throw new Error("verify must be yes or no")
  }
  return value === null ? undefined : value === "yes"
}
