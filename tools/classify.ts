/**
 * Classifies a pasted reply: `npx ts-node tools/classify.ts "550 5.1.1 No such user" [phase]`.
 * For looking into a failure list, and for writing a new rule.
 */
import { classifyReply, isTemporary } from "../src/modules/mail/failures/classify"
import { parseReply } from "../src/modules/mail/smtp/reply"
import type { SmtpPhase } from "../src/modules/mail/smtp/transport"
import { CONSEQUENCES } from "../src/modules/mail/words/failure-classes"

const PHASES: readonly string[] = ["mail", "rcpt", "data", "body", "final"] satisfies SmtpPhase[]

function main([text, phase = "rcpt"]: string[]): number {
  const reply = parseReply(text ?? "", phase as SmtpPhase)
  if (reply.code === 0 || !PHASES.includes(phase)) {
    console.error(`Give a reply such as "550 5.1.1 No such user", and its phase: ${PHASES.join(", ")}`)
    return 1
  }
  const { class: failureClass, rule, fault, inTheEnd } = classifyReply(reply)
  const { flagAfterMailings, pauses } = CONSEQUENCES[isTemporary(reply) ? inTheEnd : failureClass]
  const what = fault ? `${failureClass}, ${fault}` : failureClass
  const then = isTemporary(reply) ? `tried again, ${inTheEnd} if given up` : "failed"
  const flag =
    flagAfterMailings === null
      ? "never flagged"
      : `flag offered after ${flagAfterMailings} mailing${flagAfterMailings > 1 ? "s" : ""}`
  const stops = isTemporary(reply) ? null : pauses
  console.log(`${what} (rule ${rule}): ${then}, ${flag}, pauses ${stops ?? "nothing"}`)
  return 0
}

process.exitCode = main(process.argv.slice(2))
