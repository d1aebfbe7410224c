/**
 * The mails over one open connection. Where the server offers PIPELINING the commands of the next mail leave with the last byte of
 * the one before (RFC 2920, 3.1), so each mail costs one way to the server and back, and one write:
 *
 * ```
 * us      MAIL RCPT DATA      body. MAIL RCPT DATA      body. MAIL RCPT DATA
 * server                  354                   250 354                  250 354
 * ```
 *
 * The next mail's message is held back until the one before has its answer and 354 is there, so no more is in doubt than without.
 */
import { isAboutOrder, isClosing } from "./reply"
import { ReplyReader } from "./reply-reader"
import type { Transaction } from "./transaction"
import type { SendOutcome } from "./transport"
import type { WaryConnection } from "./wary-connection"

export interface ConversationHooks {
  /** Called once for each mail, in their order. */
  onOutcome(transaction: Transaction, outcome: SendOutcome): void
  /** Whether the mail that was announced behind the last one may have its turn. */
  mayGoOn(): boolean
  /** Its turn has come; nothing is known yet of what the server makes of its announcement. */
  onTurn(): void
  /** The server said that it does not bear what was announced with the end of another mail. */
  onUnbearable(): void
  /** It said nothing to that, though the other mail has its answer. @param isSilent - Nor did it end the connection. */
  onUnheard(isSilent: boolean): void
  /**
   * No mail is on the connection any more.
   *
   * @param last - What became of the last one that was told.
   * @param isUsable - Not where what the server says next could be taken for the answer to something else.
   */
  onRest(last: SendOutcome, isUsable: boolean): void
}

export class Conversation {
  private current: Transaction | null = null
  private ahead: Transaction | null = null
  private readonly replies = new ReplyReader()

  constructor(
    private readonly connection: Pick<WaryConnection, "say">,
    private readonly hooks: ConversationHooks
  ) {}

  begin(transaction: Transaction): void {
    this.current = transaction
    this.connection.say(transaction.opening())
  }

  /** @returns what is to be said of it now, while the mail before it is not done with. */
  announce(transaction: Transaction): string {
    this.ahead = transaction
    return transaction.opening()
  }

  hear(chunk: Buffer): void {
    const replies = this.replies.read(chunk)
    // What was there before a command was said is no answer to it.
    const awaited = (this.current?.awaited ?? 0) + (this.ahead?.awaited ?? 0)
    for (const [n, words] of replies.entries()) {
      const { current } = this
      const outcome = current?.take(words, n < awaited)
      if (current && outcome) {
        this.conclude(current, outcome, n + 1 < replies.length || this.replies.unfinished !== "")
      }
    }
    if (this.replies.isTooLong) {
      this.lose("The server says more than any reply can be")
    }
  }

  /**
   * The connection is gone, or will be.
   *
   * @param why - In words.
   * @param isSilent - It is still there, but nothing comes over it.
   */
  lose(why: string, isSilent = false): void {
    const { current, ahead } = this
    if (current) {
      if (current.isUnheardBehind) {
        this.hooks.onUnheard(isSilent)
      }
      const outcome = current.lost(why, this.replies.unfinished)
      this.tell(current, outcome)
      this.letGo(ahead, why)
      this.hooks.onRest(outcome, false)
    }
  }

  private conclude(current: Transaction, outcome: SendOutcome, saysMore: boolean): void {
    const { ahead } = this
    if (current.wasAhead && isUnbearable(outcome)) {
      this.hooks.onUnbearable()
    }
    this.tell(current, outcome)
    if (ahead && keepsOpen(outcome) && this.hooks.mayGoOn()) {
      this.current = ahead
      return this.hooks.onTurn()
    }
    this.letGo(ahead, "The connection was not to be used on")
    this.hooks.onRest(outcome, !ahead && !saysMore && !current.isOutOfStep)
  }

  private tell(transaction: Transaction, outcome: SendOutcome): void {
    this.current = null
    this.ahead = null
    transaction.stop()
    this.hooks.onOutcome(transaction, outcome)
  }

  /** What was announced behind another mail goes with the connection. */
  private letGo(ahead: Transaction | null, why: string): void {
    if (ahead) {
      this.tell(ahead, ahead.lost(why))
    }
  }
}

/** What was announced behind this mail has its answers still to come. */
function keepsOpen(outcome: SendOutcome): boolean {
  return outcome.kind === "accepted" || (outcome.kind === "rejected" && !isClosing(outcome.reply))
}

/** It was answered, but not as a mail that comes in its turn. */
function isUnbearable(outcome: SendOutcome): boolean {
  if (outcome.kind !== "not_sent" || outcome.withdrawn || !outcome.reply) {
    return false
  }
  return isAboutOrder(outcome.reply) || !isClosing(outcome.reply)
}
