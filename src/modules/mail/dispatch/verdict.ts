/**
 * From what happened on the wire to what is recorded: the one place where a transport's outcome becomes a
 * transition of the delivery. What it means for the mails to come is refusal-patterns.ts's.
 */
import type { ClaimedDelivery } from "../deliveries/claim"
import type { Change, TransitionName } from "../deliveries/transitions"
import { type Classification, classifyReply, isTemporary } from "../failures/classify"
import { samenessOf } from "../failures/normalised-reply"
import { nextAttemptDelay } from "../failures/retry"
import { BEFORE_RECIPIENT } from "../failures/rule"
import type { SendOutcome, SmtpReply } from "../smtp/transport"
import type { FailureClass, OwnFault } from "../words/failure-classes"

/** When a deferred mail is tried again and given up. */
export interface RetryPolicy {
  /** Seconds before the first, second … retry; the usual growing delays if left out. */
  retrySeconds?: readonly number[]
  giveUpAfterHours: number
}

/** What the server said no to. */
export interface Refusal {
  class: FailureClass
  /** What is wrong on our side, if something is. */
  fault: OwnFault | null
  /** Every mail would be refused like this, whoever it goes to. */
  certain: boolean
  /** Nothing is wrong but how much we send: at once, or in a time. */
  tooMuch: Classification["tooMuch"]
  /** Not for now only. */
  forGood: boolean
  /** What would be the same for every recipient. */
  words: string
}

export interface Verdict {
  transition: Extract<TransitionName, "accept" | "defer" | "reject" | "lose" | "withdraw">
  change: Change
  /** The server took the mail, or said why not: anything but a connection that was lost. */
  answered: boolean
  refusal: Refusal | null
}

/** Seconds until a mail that a faulty transport could not take is looked at again. */
const TRANSPORT_RETRY_SECONDS = 5

/** A server that wants less of us says nothing of the mail: so many times it need not wait as one that was refused. */
const TOO_MUCH_RETRIES = 5
const TOO_MUCH_SECONDS = 10

function noted(reply: SmtpReply): Pick<Change, "response" | "code" | "enhanced" | "phase"> {
  return { response: reply.text, code: reply.code, enhanced: reply.enhanced, phase: reply.phase }
}

function deferOrGiveUp(
  delivery: ClaimedDelivery,
  policy: RetryPolicy,
  reason: FailureClass,
  words: Partial<Change>,
  { inTheEnd = reason, tooMuch = null }: Partial<Pick<Classification, "inTheEnd" | "tooMuch">> = {}
): Pick<Verdict, "transition" | "change"> {
  const base = { id: delivery.id, attempt: delivery.attempt, reason, ...words }
  if ((delivery.deferred_for ?? 0) > policy.giveUpAfterHours * 3600) {
    return { transition: "reject", change: { ...base, reason: inTheEnd } }
  }
  const usual = nextAttemptDelay(delivery.deferrals + 1, Math.random(), policy.retrySeconds)
  const soon = tooMuch && delivery.deferrals < TOO_MUCH_RETRIES
  const delay = soon ? Math.min(usual, TOO_MUCH_SECONDS) : usual
  return { transition: "defer", change: { ...base, delay, deferrals: 1 } }
}

/** Before RCPT the server has heard of nobody but us; only the size may differ from mail to mail. */
function isCertain(reply: SmtpReply, everyone: boolean, fault: OwnFault | null): boolean {
  return everyone || (fault !== "message" && BEFORE_RECIPIENT.includes(reply.phase))
}

function refusalIn(reply: SmtpReply): Refusal {
  const { class: reason, fault, everyone, tooMuch } = classifyReply(reply)
  return {
    class: reason,
    fault,
    tooMuch,
    certain: isCertain(reply, everyone, fault),
    forGood: !isTemporary(reply),
    words: samenessOf(reply.code, reply.text),
  }
}

function refused(delivery: ClaimedDelivery, reply: SmtpReply, policy: RetryPolicy): Verdict {
  const classification = classifyReply(reply)
  const { class: reason } = classification
  const refusal = refusalIn(reply)
  const { id, attempt } = delivery
  const step = refusal.forGood
    ? ({ transition: "reject", change: { id, attempt, reason, ...noted(reply) } } as const)
    : deferOrGiveUp(delivery, policy, reason, noted(reply), classification)
  return { ...step, answered: true, refusal }
}

/** Nobody's fault among the recipients: it does not count towards giving up. */
function held({ id, attempt }: ClaimedDelivery, words: Partial<Change>): Verdict {
  const change = { id, attempt, reason: "transport", delay: TRANSPORT_RETRY_SECONDS, deferrals: 0, ...words }
  return { transition: "defer", change: { ...change, deferrals: 0 }, answered: false, refusal: null }
}

/** Decides what an attempt's outcome means. Pure but for the jitter of the retry delay. */
export function verdictOf(delivery: ClaimedDelivery, outcome: SendOutcome, policy: RetryPolicy): Verdict {
  const { id, attempt, claim } = delivery
  const nothing = { answered: false, refusal: null }
  switch (outcome.kind) {
    case "accepted":
      return {
        transition: "accept",
        change: { id, attempt, claim, ...noted(outcome.reply) },
        answered: true,
        refusal: null,
      }
    case "rejected":
      return refused(delivery, outcome.reply, policy)
    case "not_sent": {
      if (outcome.withdrawn) {
        return { ...nothing, transition: "withdraw", change: { id, attempt } }
      }
      const words = { response: outcome.message, phase: outcome.phase }
      const refusal = outcome.reply ? refusalIn(outcome.reply) : null
      const step = deferOrGiveUp(delivery, policy, "transient", words, { tooMuch: refusal?.tooMuch })
      return { ...step, answered: false, refusal }
    }
    case "uncertain":
      return {
        ...nothing,
        transition: "lose",
        change: { id, attempt, reason: "no_reply", response: outcome.message },
      }
    case "transport_fault":
      return held(delivery, {
        response: outcome.message,
        phase: outcome.phase,
        code: outcome.reply?.code,
        enhanced: outcome.reply?.enhanced,
      })
  }
}

/** A refusal that everything meets while the transport is paused for it: the mail waits with all others. */
export function heldBack(delivery: ClaimedDelivery, { change }: Verdict): Verdict {
  const { response, phase, code, enhanced } = change
  return held(delivery, { response, phase, code, enhanced })
}
