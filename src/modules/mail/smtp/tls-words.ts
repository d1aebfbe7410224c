/** What to do about TLS that does not come about: OpenSSL's own words name the fault, but not the setting. */
import type { NodemailerError } from "nodemailer/lib/errors"

/** How far the connection was, and to whom. */
export interface TlsContext {
  host: string
  port: number
  /** TLS from the first byte. */
  secure: boolean
  greeted: boolean
}

/** Codes by which Node refuses a certificate that OpenSSL could not verify. */
const UNTRUSTED =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|INVALID_CA|HOSTNAME_MISMATCH|ERR_TLS_CERT)/
/** The other side spoke, and what it spoke was no TLS. */
const NO_TLS_SPOKEN =
  /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|wrong version number|packet length too long/i

/** Whether Node refuses the certificate by this code. */
export function isUntrusted(code: string): boolean {
  return UNTRUSTED.test(code)
}

/** Whether the fault is TLS's, wherever the library says that it happened. */
export function isTlsFault({ originalCode = "", message }: NodemailerError): boolean {
  const code = String(originalCode)
  return isUntrusted(code) || /^ERR_(?:SSL|TLS)_/.test(code) || NO_TLS_SPOKEN.test(message)
}

/** A sentence that says what to change; null if nothing is known to. */
export function tlsAdvice(
  error: NodemailerError,
  { host, port, secure, greeted }: TlsContext
): string | null {
  const code = String(error.originalCode ?? "")
  if (isUntrusted(code)) {
    return (
      `the certificate of ${host} cannot be trusted: it must be valid for this name and come from a known authority; ` +
      "NODE_EXTRA_CA_CERTS adds one of your own, verify=no (smtp.verify: false) accepts any"
    )
  }
  if (secure && NO_TLS_SPOKEN.test(`${code} ${error.message}`)) {
    return (
      `port ${port} of ${host} does not begin with TLS: write smtp:// instead of smtps:// ` +
      '(tls: "required" instead of "implicit") for STARTTLS'
    )
  }
  if (error.command === "STARTTLS" && error.response) {
    return (
      `${host} offers no TLS on port ${port}, and tls=required asks for it (so it is wherever there is a login, whose ` +
      "password would be sent in the clear): use another port, or tls=offered if the network between is your own"
    )
  }
  if (
    !secure &&
    !greeted &&
    /Greeting never received|not ready within|No answer came within/.test(error.message)
  ) {
    return `port ${port} of ${host} says nothing: if it begins with TLS, as port 465 does, write smtps:// (tls: "implicit")`
  }
  return null
}
