/** What the client library's errors mean while a connection is being opened: every one is the transport's fault. */
import type { NodemailerError } from "nodemailer/lib/errors"

import { readable } from "../formats/readable"
import { withoutSecrets } from "../formats/without-secrets"
import { parseReply } from "./reply"
import { isTlsFault, tlsAdvice, type TlsContext } from "./tls-words"
import type { SendOutcome, SmtpPhase } from "./transport"

export type TransportFault = Extract<SendOutcome, { kind: "transport_fault" }>

/** How far the opening of a connection had come, and what was to be opened. */
export interface Progress extends TlsContext {
  /** The socket is connected. */
  connected: boolean
  /** TLS was being put on a connection that began without. */
  upgrading: boolean
  /** EHLO was answered. */
  introduced: boolean
  /** What the server was told and nobody else may read, in the forms in which it was sent. */
  secrets: readonly string[]
}

/** Errors of the network itself; on a connection that begins with TLS all others come from TLS. */
const NETWORK = /^(?:ECONN|EHOST|ENET|EPIPE|EADDR|EACCES|ETIMEDOUT|EDNS|ENOTFOUND|EAI_|ESOCKET)/

/** The fault of a connection that could not be opened. */
export function openingFault(error: NodemailerError, progress: Progress): TransportFault {
  const phase = openingPhase(error, progress)
  return {
    kind: "transport_fault",
    phase,
    message: readable(
      withoutSecrets(
        [saidOnce(error), tlsAdvice(error, progress)].filter(Boolean).join("; "),
        progress.secrets
      )
    ),
    reply: error.response ? parseReply(withoutSecrets(error.response, progress.secrets), phase) : null,
  }
}

/** People read this: "Invalid greeting: 421 Too busy". The library would say the server's words twice. */
function saidOnce({ message, response }: NodemailerError): string {
  return message.replace(`. response=${response}`, "")
}

function openingPhase(error: NodemailerError, progress: Progress): SmtpPhase {
  const { code = "", command = "" } = error
  if (
    code === "ETLS" ||
    command === "STARTTLS" ||
    progress.upgrading ||
    isTlsFault(error) ||
    /STARTTLS/.test(error.message)
  ) {
    return "tls"
  }
  if (!progress.connected) {
    return progress.secure && !NETWORK.test(String(error.originalCode ?? code)) ? "tls" : "connect"
  }
  if (progress.introduced) {
    return "auth"
  }
  const refusedGreeting = command === "CONN" && Boolean(error.response)
  return progress.greeted && !refusedGreeting ? "ehlo" : "greeting"
}
