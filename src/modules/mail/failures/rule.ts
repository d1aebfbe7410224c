/** What a rule says, and where it looks. */
import type { SmtpPhase } from "../smtp/transport"
import type { FailureClass, OwnFault } from "../words/failure-classes"

export interface FailureRule {
  /** Replies that this rule, and no earlier one, must catch; given at the first of its phases, else at RCPT. */
  samples: readonly string[]
  name: string
  class: FailureClass
  /** All that are given must fit. */
  code?: RegExp
  enhanced?: RegExp
  /** One of them must match the words of the reply, see normalised-reply.ts. Several where one would be too long for V8. */
  text?: RegExp | readonly RegExp[]
  /** Must not match them. */
  unless?: RegExp
  /** Where the reply must have been given. */
  phases?: readonly SmtpPhase[]
  /** What is wrong on our side; only with `our_fault`, or with a refusal for now that staff are told of. */
  fault?: OwnFault
  /** True of all that we send, whoever it goes to: one such reply is enough to know. */
  everyone?: true
  /** The server wants less of us: fewer mails at once, or fewer in a time. Says nothing of the mail. */
  tooMuch?: "at_once" | "in_time"
  /** Of a refusal for now: what it was, if it stayed so until the mail was given up. */
  inTheEnd?: FailureClass
}

/** Where a reply can be about the reader: the server has heard of them. */
export const AT_RECIPIENT: readonly SmtpPhase[] = ["rcpt", "data", "body", "final"]

/** Where it cannot. */
export const BEFORE_RECIPIENT: readonly SmtpPhase[] = ["mail", "connect", "greeting", "ehlo", "tls", "auth"]

/** Before the mail itself is handed over: what is refused later has been let in. */
export const BEFORE_CONTENT: readonly SmtpPhase[] = [...BEFORE_RECIPIENT, "rcpt", "data"]

/** The mail has been handed over. */
export const AT_CONTENT: readonly SmtpPhase[] = ["final", "body", "data"]
