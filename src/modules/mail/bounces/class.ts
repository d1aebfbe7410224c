/**
 * Why a mail came back, by the same rules as why a server said no at once: a report is a server's reply that comes later.
 * Its words outrank its status, since many servers give 5.0.0 or 5.1.1 with whatever they say no for.
 */
import { classifyReply, isTemporary } from "../failures/classify"
import { readable } from "../formats/readable"
import { parseReply } from "../smtp/reply"
import type { SmtpPhase, SmtpReply } from "../smtp/transport"
import type { FailureClass } from "../words/failure-classes"
import type { ReturnedRecipient } from "./returned-mail"

export interface Finding {
  class: FailureClass
  reply: SmtpReply
  /** All that is said, for people. */
  words: string
}

/** What Postfix adds to another server's words. */
const REMARK = /\s*\(in\s+reply\s+to\s+[^()]{1,40}command\)\s*$/i
const CODE = /(?:^|[\s:;'"(<])([45]\d\d)(?=[\s-]|$)/

/** Postfix tells in reply to what; a server that tells nothing speaks of the recipient. */
function phaseOf(words: string): SmtpPhase {
  if (
    /\bin reply to (?:end of DATA|DATA)\b|\bafter (?:end of data|sending data block|DATA)\b|end of data/i.test(
      words
    )
  ) {
    return "final"
  }
  return /\bin reply to MAIL FROM\b|\bafter MAIL FROM\b/i.test(words) ? "mail" : "rcpt"
}

/** The reply behind whatever stands before it: `host mx.example.jp[192.0.2.1] said: 550 5.1.1 …`. */
function replyOf(words: string, { status, action }: ReturnedRecipient): SmtpReply {
  const found = CODE.exec(words)
  const said = found ? words.slice(found.index).replace(/^[\s:;'"(<]+/, "") : words
  const reply = parseReply(said.replace(REMARK, ""), phaseOf(words))
  const code = reply.code || (status?.startsWith("4") || action === "delayed" ? 450 : 550)
  return { ...reply, code, enhanced: reply.enhanced ?? status }
}

/** A refusal for now that was given up is what it was in the end. */
export function findingOf(recipient: ReturnedRecipient): Finding {
  const words = readable(recipient.diagnostic ?? "")
  const reply = replyOf(words, recipient)
  const found = classifyReply(reply)
  const isOver = recipient.action === "failed" && isTemporary(reply)
  return { class: isOver ? found.inTheEnd : found.class, reply, words }
}
