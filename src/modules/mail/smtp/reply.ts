/** A server's reply, taken apart (RFC 5321 4.2, RFC 2034), and the replies we give in a server's place. */
import { readable } from "../formats/readable"
import type { SmtpPhase, SmtpReply } from "./transport"

const CODE = /^(\d{3})(?!\d)/
/** At the beginning of a line, behind its code; some give it with the last line only. */
const ENHANCED = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})(?!\S)/m
/** Some write it as a remark: `550 #5.1.0 Address rejected`, `no mailbox here (#5.1.1 - chkusr)`. */
const REMARK = /(?:#|[([])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/

/**
 * @param words - All lines of the reply, codes included; kept as they are, as far as they are readable.
 * @returns Code 0 if the words are not a reply.
 */
export function parseReply(words: string, phase: SmtpPhase): SmtpReply {
  const text = readable(words)
  const code = CODE.exec(text)?.[1] ?? "0"
  return { code: Number(code), enhanced: enhancedIn(text, code), text, phase }
}

/** A remark counts only if it says the same as the basic code: a yes within a no is about something else. */
function enhancedIn(text: string, code: string): string | null {
  const given = ENHANCED.exec(text)?.[1]
  const remark = REMARK.exec(text)?.[1]
  return given ?? (remark && remark[0] === code[0] ? remark : null)
}

/** The server said yes (RFC 5321 4.2.1: a 3 is neither yes nor no). */
export function isConsent({ code }: SmtpReply): boolean {
  return code >= 200 && code < 300
}

/** The server said no, for now or for good. */
export function isRefusal({ code }: SmtpReply): boolean {
  return code >= 400 && code < 600
}

/** The server is about to end the connection: that is about the connection, not about the mail. */
export function isClosing({ code }: SmtpReply): boolean {
  return code === 421
}

/** Not about the mail: the command was not understood, or came when none was expected (RFC 5321 4.2.4). */
export function isAboutOrder({ phase, code, text }: SmtpReply): boolean {
  return (phase === "mail" && code >= 500 && code <= 503) || (code >= 400 && /pipelin|synchroni/i.test(text))
}
