/** From how an attempt ended to what is known of its mail, and no more. */
import { readable } from "../formats/readable"
import { replyOf } from "../mail-apis/mail-api"
import type { SendOutcome, SmtpPhase } from "../smtp/transport"
import { notSent, withdrawn } from "../smtp/turns"
import { answerIn, wordsOf } from "./answer"
import type { Ending } from "./attempt"
import type { MailAnswer } from "./shape"

export type TransportFault = Extract<SendOutcome, { kind: "transport_fault" }>

export function outcomeOf(ending: Ending, handedOver: boolean, secrets: readonly string[]): SendOutcome {
  switch (ending.kind) {
    case "answered": {
      const answer = answerIn(ending.answer, secrets)
      return answer ? answered(answer, handedOver) : lost("Its answer is none that can be read", handedOver)
    }
    case "threw":
      return lost(wordsOf(ending.error, secrets), handedOver)
    case "late":
      return lost(`It gave no answer within ${ending.milliseconds} ms`, handedOver)
    case "cut_off":
      return handedOver
        ? lost("This process ended before it answered", handedOver)
        : withdrawn("This process ended before it was handed over")
  }
}

function answered(answer: MailAnswer, handedOver: boolean): SendOutcome {
  const { words = "" } = answer
  switch (answer.kind) {
    case "accepted":
      return handedOver
        ? { kind: "accepted", reply: { code: 250, enhanced: null, text: accepted(words), phase: "final" } }
        : notSent("It says that the mail was accepted, and never took the message (handOver)")
    case "rejected":
      return { kind: "rejected", reply: replyOf({ kind: "refused", forGood: answer.forGood, words }) }
    case "too_fast":
      return { kind: "rejected", reply: replyOf({ kind: "refused", forGood: false, words: tooFast(words) }) }
    case "locked_out": {
      const reply = replyOf({ kind: "locked_out", words: words || "No right to send" })
      return { kind: "transport_fault", phase: "auth", message: reply.text, reply }
    }
    case "unreachable":
      return fault(words || "The service cannot be reached")
    case "not_sent":
      return notSent(words || "The transport did not send it")
    case "uncertain":
      return lost(words || "The transport does not know what became of it", handedOver)
  }
}

function accepted(words: string): string {
  return readable(words ? `Accepted: ${words}` : "Accepted")
}

/** In words that are known for it, whatever the service's own are. */
function tooFast(words: string): string {
  return ["429 Too many requests", words].filter(Boolean).join(": ")
}

/** A mail whose message was never given out cannot have left. */
function lost(words: string, handedOver: boolean): SendOutcome {
  return handedOver
    ? { kind: "uncertain", message: readable(`After the hand-over: ${words}`) }
    : notSent(`Before the hand-over: ${words}`)
}

export function fault(words: string, phase: SmtpPhase = "connect"): TransportFault {
  return { kind: "transport_fault", phase, message: readable(words), reply: null }
}
