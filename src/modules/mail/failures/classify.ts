/** Tells why a server said no. */
import type { SmtpReply } from "../dispatch/transport"
import type { FailureClass } from "./classes"
import { FAILURE_RULES, type FailureRule } from "./rules"

export interface Classification {
  class: FailureClass
  /** The rule that decided, for the record; `none` if no rule fits. */
  rule: string
}

/**
 * Classifies a refusal (4xx or 5xx). What no rule knows is `unknown`, which never flags an address.
 * Whether to try again is not the class's to say: a mailbox can be full for now (4xx) or for good (5xx).
 */
export function classifyReply(reply: SmtpReply): Classification {
  const rule = FAILURE_RULES.find((candidate) => fits(candidate, reply))
  return rule ? { class: rule.class, rule: rule.name } : { class: "unknown", rule: "none" }
}

/** The server asks to try again later (RFC 5321 4.2.1: the first digit alone says so). */
export function isTemporary(reply: SmtpReply): boolean {
  return reply.code >= 400 && reply.code < 500
}

function fits(rule: FailureRule, { code, enhanced, text, phase }: SmtpReply): boolean {
  return (
    (!rule.code || rule.code.test(String(code))) &&
    (!rule.enhanced || rule.enhanced.test(enhanced ?? "")) &&
    (!rule.text || rule.text.test(text)) &&
    (!rule.phase || rule.phase === phase)
  )
}
