/**
 * From what happened on the wire to what is recorded: the one place where a transport's outcome becomes a
 * transition of the delivery and a consequence for the mailing.
 */
import { CONSEQUENCES, type FailureClass } from "../failures/classes"
import { classifyReply } from "../failures/classify"
import { nextAttemptDelay } from "../failures/retry"
import type { ClaimedDelivery } from "./claim"
import type { Change, TransitionName } from "./transitions"
import type { SendOutcome, SmtpReply } from "./transport"

/** When a deferred mail is tried again and given up. */
export interface RetryPolicy {
  /** Seconds before the first, second … retry; the usual growing delays if left out. */
  retrySeconds?: readonly number[]
  giveUpAfterHours: number
}

export interface Verdict {
  transition: Extract<TransitionName, "accept" | "defer" | "reject" | "lose">
  change: Change
  /** Why the whole mailing must stop: the server refuses something of ours, so every mail would fail alike. */
  pausesMailing?: string
}

/** Seconds until a mail that a faulty transport could not take is looked at again. */
const TRANSPORT_RETRY_SECONDS = 5

function noted(reply: SmtpReply): Pick<Change, "response" | "code" | "enhanced" | "phase"> {
  return { response: reply.text, code: reply.code, enhanced: reply.enhanced, phase: reply.phase }
}

function deferOrGiveUp(
  delivery: ClaimedDelivery,
  policy: RetryPolicy,
  reason: FailureClass,
  words: Partial<Change>,
  inTheEnd: FailureClass = reason
): Verdict {
  const base = { id: delivery.id, attempt: delivery.attempt, reason, ...words }
  if ((delivery.deferred_for ?? 0) > policy.giveUpAfterHours * 3600) {
    return { transition: "reject", change: { ...base, reason: inTheEnd } }
  }
  const delay = nextAttemptDelay(delivery.deferrals + 1, Math.random(), policy.retrySeconds)
  return { transition: "defer", change: { ...base, delay, deferrals: 1 } }
}

/** Decides what an attempt's outcome means. Pure but for the jitter of the retry delay. */
export function verdictOf(delivery: ClaimedDelivery, outcome: SendOutcome, policy: RetryPolicy): Verdict {
  const { id, attempt } = delivery
  switch (outcome.kind) {
    case "accepted":
      return { transition: "accept", change: { id, attempt, ...noted(outcome.reply) } }
    case "rejected": {
      const { class: reason, inTheEnd } = classifyReply(outcome.reply)
      if (outcome.reply.code < 500) {
        return deferOrGiveUp(delivery, policy, reason, noted(outcome.reply), inTheEnd)
      }
      return {
        transition: "reject",
        change: { id, attempt, reason, ...noted(outcome.reply) },
        pausesMailing: CONSEQUENCES[reason].pauses === "mailing" ? outcome.reply.text : undefined,
      }
    }
    case "not_sent":
      return deferOrGiveUp(delivery, policy, "transient", {
        response: outcome.message,
        phase: outcome.phase,
      })
    case "uncertain":
      return { transition: "lose", change: { id, attempt, reason: "no_reply", response: outcome.message } }
    case "transport_fault":
      return {
        transition: "defer",
        change: {
          id,
          attempt,
          reason: "transport",
          response: outcome.message,
          phase: outcome.phase,
          code: outcome.reply?.code,
          enhanced: outcome.reply?.enhanced,
          delay: TRANSPORT_RETRY_SECONDS,
          deferrals: 0,
        },
      }
  }
}
