/**
 * How the SMTP server is reached. Said by a URL (`url.ts`) or by single settings; what they leave out has a default
 * that suits a relay on the internet, and what cannot be meant is refused here, whichever of the two it came from.
 */
import { isIP } from "node:net"
import { domainToASCII } from "node:url"

import { isThisMachine } from "../formats/safe-url"
import { oauthClient, type OAuthSettings } from "../oauth/client"
import type { ProviderName } from "../oauth/providers"
import type { SmtpAuth } from "./login"

/** `required` refuses to go on without TLS, `offered` takes it if the server offers it, `never` ignores it. */
export type TlsUse = "required" | "offered" | "never"

/** As a person sets it: besides STARTTLS, TLS from the first byte. */
export const TLS_SETTINGS = ["implicit", "required", "offered", "never"] as const
export type TlsSetting = (typeof TLS_SETTINGS)[number]

/** What a person may say of the server. */
export interface SmtpSettings {
  host: string
  port?: number
  user?: string
  password?: string
  /** In the place of a password: how a token is asked for. */
  oauth2?: OAuthSettings
  /** Whose endpoint it is, where the settings do not say. */
  provider?: ProviderName
  tls?: TlsSetting
  verify?: boolean
  name?: string
}

/** The server itself: complete and checked. Plain JSON, so that it can go to a sending thread. */
export interface SmtpServer {
  host: string
  port: number
  /** TLS from the first byte, rather than by STARTTLS. */
  secure: boolean
  /** STARTTLS, where the connection begins without TLS. */
  tls: TlsUse
  verifyCertificate: boolean
  auth: SmtpAuth | null
  /** What this client calls itself in EHLO; null: the domain of the mail's sender, which is always known. */
  name: string | null
}

/** Times are in milliseconds. */
export interface SmtpOptions extends SmtpServer {
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
  connections: 10,
  messagesPerConnection: 1000,
  setupTimeout: 60_000,
  socketTimeout: 600_000,
  idleTimeout: 15_000,
}

/** The ports of submission (RFC 8314): with TLS from the first byte, and with STARTTLS. */
const IMPLICIT_TLS_PORT = 465
const SUBMISSION_PORT = 587

/** @param changes - Override what was set, or the defaults. */
export function smtpOptions(server: SmtpServer, changes: Partial<SmtpOptions> = {}): SmtpOptions {
  return { ...DEFAULTS, ...server, ...changes }
}

/**
 * Completes and checks what was set. A password that would cross the network unprotected is refused by default: with
 * a login, and a server that is not this machine, TLS is required unless the settings say otherwise.
 *
 * @throws Error that begins with the name of the wrong setting and never holds the password.
 */
export function smtpServer(settings: SmtpSettings): SmtpServer {
  const { tls, verify = true } = settings
  const host = hostName("host", settings.host)
  const auth = authOf(settings)
  const secure = tls === "implicit" || (settings.port === IMPLICIT_TLS_PORT && tls !== "never")
  const port = settings.port ?? (secure ? IMPLICIT_TLS_PORT : SUBMISSION_PORT)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error("port must be a number from 1 to 65535")
  }
  return {
    host,
    port,
    secure,
    tls: tls && tls !== "implicit" ? tls : auth && !isThisMachine(host) ? "required" : "offered",
    verifyCertificate: verify,
    auth,
    name: settings.name === undefined ? null : helloName(settings.name),
  }
}

/** @throws Error that begins with the name of the wrong setting. */
export function authOf({
  user,
  password,
  oauth2,
  provider,
}: Pick<SmtpSettings, "user" | "password" | "oauth2" | "provider">): SmtpAuth | null {
  if (password && oauth2) {
    throw new Error("oauth2 stands in the place of a password: give one of the two")
  }
  if (user && !password && !oauth2) {
    throw new Error("password is missing, though there is a user")
  }
  if (!user && (password || oauth2)) {
    throw new Error(`user is missing, though there is ${oauth2 ? "oauth2" : "a password"}`)
  }
  if (!user) {
    return null
  }
  return oauth2 ? { user, oauth: oauthClient(oauth2, provider) } : { user, pass: password! }
}

/** A host as the network knows it: international names in ASCII, and nothing besides the name. */
export function hostName(setting: string, value: string): string {
  const bare = value.trim().replace(/^\[(.*)\]$/, "$1")
  const host = isIP(bare) ? bare : domainToASCII(bare)
  if (
    !isIP(host) &&
    !/^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/.test(host)
  ) {
    throw new Error(
      `${setting} must be the name or the address of a host and nothing else, such as mail.example.com`
    )
  }
  return host
}

/** RFC 5321, 4.1.1.1: a domain, or an address literal. */
function helloName(value: string): string {
  const literal = /^\[(?:IPv6:)?(.*)\]$/i.exec(value)?.[1]
  return literal !== undefined && isIP(literal) ? value : hostName("name", value)
}
