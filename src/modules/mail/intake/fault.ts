/** Why a mailbox cannot be read: where it went wrong, in the server's own words where it had any. */
import { readable } from "../formats/readable"
import { NoTokenError } from "../oauth/request"
import { isUntrusted } from "../smtp/tls-words"
import type { MailboxFaultKind } from "../words/mailbox-faults"
import type { MailboxLogin } from "./login"
import type { MailboxServer } from "./server"

export class MailboxFault extends Error {
  constructor(
    readonly kind: MailboxFaultKind,
    message: string
  ) {
    super(message)
  }
}

/** What the library adds to its errors. */
interface ImapError extends Error {
  code?: string
  authenticationFailed?: boolean
  /** Of the server: `AUTHENTICATIONFAILED`, `UNAVAILABLE` (RFC 5530). */
  serverResponseCode?: string
  responseText?: string
  tlsFailed?: boolean
}

/** The server is at fault and says so: the password may be right. */
const PASSING: ReadonlySet<string> = new Set(["UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "CONTACTADMIN"])

/**
 * @param error - Of the library or of the network.
 * @param otherwise - What it is if nothing better is known: by how far the conversation was.
 */
export function mailboxFault(
  error: unknown,
  server: MailboxServer,
  login: MailboxLogin,
  otherwise: MailboxFaultKind
): MailboxFault {
  if (error instanceof MailboxFault) {
    return error
  }
  const said = error as ImapError
  return new MailboxFault(kindOf(said, otherwise), readable(login.withoutSecret(wordsOf(said, server))))
}

function kindOf(error: ImapError, otherwise: MailboxFaultKind): MailboxFaultKind {
  if (error instanceof NoTokenError) {
    return "login"
  }
  if (error.authenticationFailed) {
    return PASSING.has(error.serverResponseCode ?? "") ? "connect" : "login"
  }
  const isTls = error.tlsFailed || isUntrusted(error.code ?? "") || /^ERR_(?:SSL|TLS)_/.test(error.code ?? "")
  return isTls ? "tls" : otherwise
}

function wordsOf(error: ImapError, { host, port }: MailboxServer): string {
  if (isUntrusted(error.code ?? "")) {
    return (
      `the certificate of ${host} cannot be trusted: it must be valid for this name and come from a known authority; ` +
      "NODE_EXTRA_CA_CERTS adds one of your own, verify: false accepts any"
    )
  }
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/.test(error.code ?? "")) {
    return `port ${port} of ${host} does not begin with TLS: write tls: "required" for STARTTLS`
  }
  return error.responseText ? error.responseText : error.message
}
