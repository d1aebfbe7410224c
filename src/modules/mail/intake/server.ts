/**
 * How the mailbox is reached that returned mail arrives in (IMAP). What is left out has a default that suits a mail service
 * on the internet, and what cannot be meant is refused here.
 */
import { isThisMachine } from "../formats/safe-url"
import type { OAuthSettings } from "../oauth/client"
import type { ProviderName } from "../oauth/providers"
import type { SmtpAuth } from "../smtp/login"
import { authOf, hostName, type TlsSetting, type TlsUse } from "../smtp/options"

/** What becomes of a report once its outcome is on record. What is none stays where it is in any case. */
export const AFTERWARDS = ["move", "delete", "keep"] as const
export type Afterwards = (typeof AFTERWARDS)[number]

/** What a person may say of it. */
export interface MailboxSettings {
  host: string
  port?: number
  tls?: TlsSetting
  verify?: boolean
  user: string
  password?: string
  oauth2?: OAuthSettings
  folder: string
  after: Afterwards
  processedFolder: string
  pollSeconds: number
}

/** Complete and checked. Plain JSON, so that it can go to a thread. */
export interface MailboxServer {
  host: string
  port: number
  /** TLS from the first byte, rather than by STARTTLS. */
  secure: boolean
  /** STARTTLS, where the connection begins without TLS. */
  tls: TlsUse
  verifyCertificate: boolean
  auth: SmtpAuth
  folder: string
  after: Afterwards
  processedFolder: string
  /** How often it is looked into, whatever the server tells by itself. */
  pollSeconds: number
}

/** With TLS from the first byte (RFC 8314), and with STARTTLS. */
const IMPLICIT_TLS_PORT = 993
const STARTTLS_PORT = 143

/** Whose tokens are taken there, where nothing is said of it. */
const PROVIDER_OF: Record<string, ProviderName> = {
  "outlook.office365.com": "microsoft",
  "imap.gmail.com": "google",
}

/**
 * A password that would cross the network unprotected is refused by default: TLS is required, unless the settings say
 * otherwise or the server is this machine.
 *
 * @throws Error that begins with the name of the wrong setting and never holds the password.
 */
export function mailboxServer(settings: MailboxSettings): MailboxServer {
  const { tls, verify = true, folder, after, processedFolder, pollSeconds } = settings
  const host = hostName("host", settings.host)
  const secure = tls ? tls === "implicit" : settings.port !== STARTTLS_PORT && !isThisMachine(host)
  if (after === "move" && sameFolder(folder, processedFolder)) {
    throw new Error(
      "processedFolder must be another one than folder: what is moved there would be read again"
    )
  }
  return {
    host,
    port: settings.port ?? (secure ? IMPLICIT_TLS_PORT : STARTTLS_PORT),
    secure,
    tls: tls && tls !== "implicit" ? tls : isThisMachine(host) ? "offered" : "required",
    verifyCertificate: verify,
    auth: authOf({ ...settings, provider: PROVIDER_OF[host] })!,
    folder,
    after,
    processedFolder,
    pollSeconds,
  }
}

/** `INBOX` is one name in whatever case; all others are what they are. */
function sameFolder(one: string, other: string): boolean {
  const name = (folder: string) => (folder.toLowerCase() === "inbox" ? "INBOX" : folder)
  return name(one) === name(other)
}

/** Which mailbox it is, in words that hold no secret: how far it was read belongs to this one and no other. */
export function nameOfMailbox({ auth, host, port, folder }: MailboxServer): string {
  return `${auth.user}@${host}:${port}/${folder}`
}
