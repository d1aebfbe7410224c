/** A server's reply, taken apart (RFC 5321 4.2, RFC 2034), and the replies we give in a server's place. */
import type { SmtpPhase, SmtpReply } from "../transport"

const REPLY = /^(\d{3})[ -]?(?:([245]\.\d{1,3}\.\d{1,3})(?!\S))?/

/**
 * @param text - All lines of the reply, codes included; kept as they are.
 * @returns Code 0 if the text is not a reply.
 */
export function parseReply(text: string, phase: SmtpPhase): SmtpReply {
  const [, code = "0", enhanced = null] = REPLY.exec(text) ?? []
  return { code: Number(code), enhanced, text, phase }
}

/** The server said no, for now or for good. */
export function isRefusal({ code }: SmtpReply): boolean {
  return code >= 400 && code < 600
}

/** The server is about to end the connection: that is about the connection, not about the mail. */
export function isClosing({ code }: SmtpReply): boolean {
  return code === 421
}
