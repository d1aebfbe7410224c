/** Tells why a server said no. */
import type { SmtpReply } from "../smtp/transport"
import type { FailureClass, OwnFault } from "../words/failure-classes"
import { wordsOf } from "./normalised-reply"
import type { FailureRule } from "./rule"
import { FAILURE_RULES } from "./rules"

export interface Classification {
  class: FailureClass
  /** The rule that decided, for the record; `none` if no rule fits. */
  rule: string
  /** What is wrong on our side, if something is. */
  fault: OwnFault | null
  /** It is true of all that we send: a second such reply would say nothing new. */
  everyone: boolean
  /** Nothing is wrong but how much we send: at once, or in a time. */
  tooMuch: FailureRule["tooMuch"] | null
  /** The class of a mail that was refused like this until it was given up. */
  inTheEnd: FailureClass
}

/**
 * Classifies a refusal (4xx or 5xx). What no rule knows is `unknown`, which never flags an address.
 * Whether to try again is not the class's to say: a mailbox can be full for now (4xx) or for good (5xx).
 */
export function classifyReply(reply: SmtpReply): Classification {
  const words = wordsOf(reply.text)
  const rule = FAILURE_RULES.find((candidate) => fits(candidate, reply, words))
  const failureClass = rule?.class ?? "unknown"
  return {
    class: failureClass,
    rule: rule?.name ?? "none",
    fault: rule?.fault ?? null,
    everyone: rule?.everyone ?? false,
    tooMuch: rule?.tooMuch ?? null,
    inTheEnd: rule?.inTheEnd ?? failureClass,
  }
}

/** The server asks to try again later (RFC 5321 4.2.1: the first digit alone says so). */
export function isTemporary(reply: SmtpReply): boolean {
  return reply.code >= 400 && reply.code < 500
}

function fits(rule: FailureRule, { code, enhanced, phase }: SmtpReply, words: string): boolean {
  return (
    (!rule.phases || rule.phases.includes(phase)) &&
    (!rule.code || rule.code.test(String(code))) &&
    (!rule.enhanced || rule.enhanced.test(enhanced ?? "")) &&
    (!rule.text || matches(rule.text, words)) &&
    !rule.unless?.test(words)
  )
}

function matches(patterns: RegExp | readonly RegExp[], words: string): boolean {
  return patterns instanceof RegExp ? patterns.test(words) : patterns.some((pattern) => pattern.test(words))
}
