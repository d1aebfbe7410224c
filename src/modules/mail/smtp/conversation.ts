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
import { isClosing, isConsent, isRefusal, parseReply } from "./reply"
import { ReplyReader } from "./reply-reader"
import type { OutgoingMessage, SendOutcome, SmtpPhase, SmtpReply } from "./transport"
import { afterReplies, type WaryConnection } from "./wary-connection"

const TOO_EARLY = "Answered too early"

export interface ConversationHooks {
  /** Something has come on: the server's patience begins anew. */
  onProgress(): void
  /**
   * Called once.
   *
   * @param isOutOfStep - What the server says next could be taken for the answer to something else.
   */
  onEnd(outcome: SendOutcome, isOutOfStep: boolean): void
}

export class Conversation {
  /** The server said yes to DATA. */
  started = false
  private readonly replies = new ReplyReader()
  private readonly body: Body
  /** Of what was said and is not answered. */
  private readonly unanswered: SmtpPhase[] = []
  /** The first no to the envelope; with PIPELINING more is said before it is known. */
  private refusal: SmtpReply | null = null
  private isOutOfStep = false
  private isEmptied = false
  private isOver = false

  constructor(
    private readonly connection: Pick<WaryConnection, "say">,
    private readonly announcement: Announcement,
    message: OutgoingMessage,
    /** All that comes before the message may be said at once (RFC 2920). */
    private readonly pipelining: boolean,
    private readonly hooks: ConversationHooks
  ) {
    this.body = new Body(message, connection, {
      onProgress: () => hooks.onProgress(),
      onFault: (error) => this.end(this.lost(error.message)),
    })
  }

  begin(): void {
    const { mail, rcpt } = this.announcement
    if (this.pipelining) {
      this.say(["mail", "rcpt", "data"], `${mail}\r\n${rcpt}\r\nDATA`)
    } else {
      this.say(["mail"], mail)
    }
  }

  hear(chunk: Buffer): void {
    const replies = this.replies.read(chunk)
    const awaited = this.unanswered.length
    for (const [n, words] of replies.entries()) {
      // What was there before a command was said is no answer to it.
      const outcome = n < awaited ? this.take(words) : notSent(parseReply(words, this.phase), TOO_EARLY)
      if (outcome) {
        this.isOutOfStep ||= n + 1 < replies.length || this.replies.unfinished !== ""
        return this.end(outcome)
      }
    }
    if (this.replies.isTooLong) {
      this.end(this.lost("The server says more than any reply can be"))
    }
  }

  /** The outcome if the connection is gone. @param why - In words. */
  lost(why: string): SendOutcome {
    // Cut off in the middle of its last line, a no is a no.
    const words = this.replies.unfinished
    const reply = /^[45]\d{2}[ -]/.test(words) ? parseReply(words, this.phase) : null
    const refusal = this.body.finished ? reply : this.refusal
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

  private say(phases: readonly SmtpPhase[], commands: string): null {
    this.unanswered.push(...phases)
    this.hooks.onProgress()
    this.connection.say(`${commands}\r\n`)
    return null
  }

  private end(outcome: SendOutcome): void {
    if (!this.isOver) {
      this.stop()
      this.hooks.onEnd(outcome, this.isOutOfStep)
    }
  }

  /** @returns the outcome, if there is one now. */
  private take(words: string): SendOutcome | null {
    const reply = parseReply(words, this.phase)
    this.unanswered.shift()
    if (reply.phase === "mail" || reply.phase === "rcpt") {
      return this.takeEnvelope(reply)
    }
    return reply.phase === "data" ? this.takeData(reply) : this.takeFinal(reply)
  }

  private takeEnvelope(reply: SmtpReply): SendOutcome | null {
    if (isClosing(reply) && !this.refusal) {
      return outcomeOf(reply)
    }
    this.refusal ??= isConsent(reply) ? null : reply
    if (this.pipelining) {
      return null
    }
    if (this.refusal) {
      return outcomeOf(this.refusal)
    }
    return reply.phase === "mail" ? this.say(["rcpt"], this.announcement.rcpt) : this.say(["data"], "DATA")
  }

  private takeData(reply: SmtpReply): SendOutcome | null {
    const waits = reply.code >= 300 && reply.code < 400
    if (!this.refusal) {
      // Some say 250 where 354 is meant.
      return waits || isConsent(reply) ? this.handOn() : outcomeOf(reply)
    }
    // It wants a message for nobody: with the lone dot that ends it the connection can be used on (RFC 2920, 3.1).
    if (waits && !this.isEmptied && this.refusal.phase === "rcpt") {
      this.isEmptied = true
      return this.say(["data"], ".")
    }
    this.isOutOfStep ||= waits || isClosing(reply)
    return outcomeOf(this.refusal)
  }

  private handOn(): null {
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
