/**
 * One mail over an open connection: MAIL, RCPT and DATA, at once where the server offers PIPELINING, then the message.
 *
 * ```
 * mail ─▶ rcpt ─▶ data ─▶ (354) body ─▶ final
 * ```
 *
 * What a server's answer means for the mail depends on what it answers, and what a silence means on how far the message was handed
 * on. A client library tells neither, so it opens, secures and ends the connection, and what is said of a mail is said here.
 */
import { readable } from "../formats/readable"
import { Body } from "./body"
import type { Announcement } from "./envelope"
import { isAboutOrder, isClosing, isConsent, isRefusal, parseReply } from "./reply"
import {
  notWanted,
  type OutgoingMessage,
  type SendOutcome,
  type SmtpPhase,
  type SmtpReply,
} from "./transport"
import { afterReplies, type WaryConnection } from "./wary-connection"

const TOO_EARLY = "Answered too early"

/** `untouched`: the connection failed before the message was so much as looked at. */
export type Settle = (outcome: SendOutcome, untouched: boolean) => void

/** A message, and whom to tell what became of it. */
export interface Posting {
  message: OutgoingMessage
  /** Called exactly once. */
  settle: Settle
}

export interface TransactionHooks {
  /** Something has come on: the server's patience begins anew. */
  onProgress(): void
  /** Its message cannot be read to its end. */
  onFault(error: Error): void
  /** @returns What is said along with the last byte of the message: the commands of the next mail, or nothing. */
  following(): string
}

export interface TransactionWays {
  /** All that comes before the message may be said at once (RFC 2920). */
  pipelining: boolean
  /** It is announced before the mail in front of it is done with. */
  ahead: boolean
}

export class Transaction {
  /** The server said yes to DATA. */
  started = false
  /** What the server says next could be taken for the answer to something else. */
  isOutOfStep = false
  private readonly body: Body
  /** Of what was said and is not answered. */
  private readonly unanswered: SmtpPhase[] = []
  /** The first no to the envelope; with PIPELINING more is said before it is known. */
  private refusal: SmtpReply | null = null
  private isEmptied = false
  private isOver = false

  constructor(
    private readonly connection: Pick<WaryConnection, "say">,
    private readonly announcement: Announcement,
    readonly posting: Posting,
    private readonly ways: TransactionWays,
    private readonly hooks: TransactionHooks
  ) {
    this.body = new Body(posting.message, connection, hooks)
  }

  /** How many answers are still to come to what was said. */
  get awaited(): number {
    return this.unanswered.length
  }

  get wasAhead(): boolean {
    return this.ways.ahead
  }

  /** It was announced behind another mail, and nothing came to it. */
  get isUnheardBehind(): boolean {
    return this.ways.ahead && this.awaited === PIPELINED.length
  }

  /** @returns what is said of it first. From now on it counts as said. */
  opening(): string {
    const { mail, rcpt } = this.announcement
    const isAtOnce = this.ways.pipelining
    this.unanswered.push(...(isAtOnce ? PIPELINED : PLAIN))
    return isAtOnce ? `${mail}\r\n${rcpt}\r\nDATA\r\n` : `${mail}\r\n`
  }

  /**
   * @param isAwaited - It came after a command that it can be the answer to.
   * @returns the outcome, if there is one now.
   */
  take(words: string, isAwaited: boolean): SendOutcome | null {
    const reply = parseReply(words, this.phase)
    if (!isAwaited) {
      return notSent(reply, TOO_EARLY)
    }
    this.unanswered.shift()
    if (reply.phase === "final" || reply.phase === "body") {
      return this.takeFinal(reply)
    }
    if (this.ways.ahead && this.isMisplaced(reply)) {
      return notSent(reply, "Announced with the end of another mail")
    }
    return reply.phase === "data" ? this.takeData(reply) : this.takeEnvelope(reply)
  }

  /**
   * @param why - In words.
   * @param words - What the server had begun to say.
   * @returns the outcome if the connection is gone.
   */
  lost(why: string, words = ""): SendOutcome {
    // Cut off in the middle of its last line, a no is a no.
    const reply = /^[45]\d{2}[ -]/.test(words) ? parseReply(words, this.phase) : null
    // Behind another mail a no is its own only when the answers to all that was said of it agree.
    const refusal = this.body.finished ? reply : this.ways.ahead ? null : this.refusal
    if (refusal && isRefusal(refusal)) {
      return { kind: "rejected", reply: refusal }
    }
    return this.body.finished
      ? { kind: "uncertain", message: readable(`After the last byte: ${why}`) }
      : { kind: "not_sent", phase: this.phase, message: readable(why), ...(reply && { reply }) }
  }

  /** Nothing is handed on any more. */
  stop(): void {
    this.isOver = true
    this.body.stop()
  }

  /** What the server has to answer next. */
  private get phase(): SmtpPhase {
    const next = this.unanswered[0] ?? "mail"
    return next === "final" && !this.body.finished ? "body" : next
  }

  /** Its recipient was refused, in words that leave no doubt: else even an empty message could reach somebody. */
  private get isForNobody(): boolean {
    return this.refusal?.phase === "rcpt" && isRefusal(this.refusal)
  }

  private say(phase: SmtpPhase, command: string): null {
    this.unanswered.push(phase)
    this.hooks.onProgress()
    this.connection.say(`${command}\r\n`)
    return null
  }

  private takeEnvelope(reply: SmtpReply): SendOutcome | null {
    this.hooks.onProgress()
    if (isClosing(reply) && !this.refusal) {
      return outcomeOf(reply)
    }
    this.refusal ??= isConsent(reply) ? null : reply
    if (this.ways.pipelining) {
      return null
    }
    if (this.refusal) {
      return outcomeOf(this.refusal)
    }
    return reply.phase === "mail" ? this.say("rcpt", this.announcement.rcpt) : this.say("data", "DATA")
  }

  private takeData(reply: SmtpReply): SendOutcome | null {
    if (!this.refusal) {
      // Some say 250 where 354 is meant.
      return wantsMore(reply) || isConsent(reply) ? this.handOn() : outcomeOf(reply)
    }
    // It wants a message for nobody: with the lone dot that ends it the connection can be used on (RFC 2920, 3.1).
    if (wantsMore(reply) && !this.isEmptied && this.isForNobody) {
      this.isEmptied = true
      return this.say("data", ".")
    }
    this.isOutOfStep ||= wantsMore(reply) || isClosing(reply)
    return outcomeOf(this.refusal)
  }

  /**
   * Behind another mail: the server minds that it is there already, or gave that one an answer too many, and each that comes now
   * is the answer to something before. Then a yes follows a no, or stands where 354 belongs.
   */
  private isMisplaced(reply: SmtpReply): boolean {
    if (!this.refusal) {
      return isAboutOrder(reply) || (reply.phase === "data" && isConsent(reply))
    }
    return !this.isEmptied && (isConsent(reply) || (wantsMore(reply) && !this.isForNobody))
  }

  private handOn(): SendOutcome | null {
    // It may have waited behind another mail, or for a slow server.
    if (!(this.posting.message.isWanted?.() ?? true)) {
      return notWanted("data")
    }
    this.started = true
    this.unanswered.push("final")
    this.hooks.onProgress()
    // Not before a yes that came too early has been noticed.
    afterReplies(() => this.isOver || this.body.begin())
    return null
  }

  /**
   * After the last byte a refusal is an answer, and so is 421: by RFC 5321 4.2.1 a 4xx says that the command was not accepted and
   * nothing was done. A yes to what it has not got says that the conversation is out of step.
   */
  private takeFinal(reply: SmtpReply): SendOutcome {
    if (!this.body.finished) {
      return isConsent(reply) ? notSent(reply, TOO_EARLY) : outcomeOf(reply)
    }
    if (isConsent(reply)) {
      return { kind: "accepted", reply }
    }
    return isRefusal(reply)
      ? { kind: "rejected", reply }
      : { kind: "uncertain", message: readable(`After the last byte: ${reply.text}`) }
  }
}

const PIPELINED: readonly SmtpPhase[] = ["mail", "rcpt", "data"]
const PLAIN: readonly SmtpPhase[] = ["mail"]

function wantsMore({ code }: SmtpReply): boolean {
  return code >= 300 && code < 400
}

/**
 * Of what was not a yes, while the message was not handed on entirely. 421 is about the connection: by it a server that is closing
 * answers whatever comes next.
 */
function outcomeOf(reply: SmtpReply): SendOutcome {
  return isRefusal(reply) && !isClosing(reply)
    ? { kind: "rejected", reply }
    : notSent(reply, `To ${reply.phase.toUpperCase()}`)
}

function notSent(reply: SmtpReply, when: string): SendOutcome {
  return { kind: "not_sent", phase: reply.phase, message: readable(`${when}: ${reply.text}`), reply }
}
