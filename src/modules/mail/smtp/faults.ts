/**
 * What the client library's errors mean. Two tables in effect: while a connection is being opened every
 * error is the transport's fault; while a message is on it, what was read of the message decides.
 */
import type { NodemailerError } from "nodemailer/lib/errors"

import { readable } from "../formats/readable"
import { withoutSecrets } from "../formats/without-secrets"
import type { HowFar } from "./message-stream"
import { isClosing, isConsent, isRefusal, parseReply } from "./reply"
import { isTlsFault, tlsAdvice, type TlsContext } from "./tls-words"
import type { SendOutcome, SmtpPhase, SmtpReply } from "./transport"

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

/**
 * The outcome of a message whose sending ended with an error.
 *
 * - Fully read: a refusal is an answer; anything else, and nobody can know. Also 421 is one: by RFC 5321 4.2.1 a 4xx
 *   says that the command was not accepted and nothing was done, so the mail is not delivered and a retry is right.
 * - Not fully read: a refusal of one of our commands is about the mail, unless it is 421, by which a server
 *   that is closing answers whatever comes next. All else is a lost connection, and nothing was delivered.
 */
export function sendingOutcome(error: NodemailerError, message: HowFar): SendOutcome {
  const phase = sendingPhase(error, message)
  const reply = error.response ? parseReply(error.response, phase) : null
  if (message.finished) {
    return reply && isRefusal(reply)
      ? { kind: "rejected", reply }
      : { kind: "uncertain", message: readable(`After the last byte: ${error.message}`) }
  }
  if (reply && isRefusal(reply) && !isClosing(reply) && answersCommand(error)) {
    return { kind: "rejected", reply }
  }
  return isTooLarge(error)
    ? { kind: "rejected", reply: tooLarge(error) }
    : { kind: "not_sent", phase, message: readable(error.message), ...(reply && { reply }) }
}

/**
 * The outcome of a message that the server said something to which the client library takes for a yes: it looks at the
 * first digit alone, and not at when it came.
 */
export function answeredOutcome(words: string, message: HowFar): SendOutcome {
  const reply = parseReply(words, "final")
  if (!message.finished) {
    // A yes to what it has not got: the conversation is out of step and cannot be trusted.
    return { kind: "not_sent", phase: "body", message: readable(`Answered too early: ${words}`) }
  }
  return isConsent(reply)
    ? { kind: "accepted", reply }
    : { kind: "uncertain", message: readable(`After the last byte: ${words}`) }
}

/** The outcome of a message whose connection we ended ourselves. */
export function lostOutcome(why: string, message: HowFar | undefined): SendOutcome {
  return message?.finished
    ? { kind: "uncertain", message: `After the last byte: ${why}` }
    : { kind: "not_sent", phase: message?.started ? "body" : "data", message: why }
}

function answersCommand({ code }: NodemailerError): boolean {
  return code === "EENVELOPE" || code === "EMESSAGE"
}

/** With PIPELINING three commands leave at once: without a reply that names one, it is "before DATA". */
function sendingPhase({ command }: NodemailerError, message: HowFar): SmtpPhase {
  if (message.finished) {
    return "final"
  }
  if (message.started) {
    return "body"
  }
  return command === "MAIL FROM" ? "mail" : command === "RCPT TO" ? "rcpt" : "data"
}

/** The library compares with the server's SIZE before it says anything. */
function isTooLarge({ code, command, response }: NodemailerError): boolean {
  return code === "EMESSAGE" && command === "MAIL FROM" && !response
}

function tooLarge({ message }: NodemailerError): SmtpReply {
  return parseReply(`552 5.3.4 Not sent: ${message}`, "mail")
}
